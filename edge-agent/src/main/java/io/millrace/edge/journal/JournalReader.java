package io.millrace.edge.journal;

import org.jspecify.annotations.Nullable;

/** Reads one stream in order of sequence. One thread; never blocks for more than a disk read. */
public interface JournalReader extends AutoCloseable {

  /** The next item at or below the durable mark, or null when there is none yet. */
  @Nullable JournalItem poll();

  /** Sequence that the next item begins with. */
  long position();

  /** Goes to that sequence; forwards or backwards, within what is retained. */
  void seek(long sequence);

  @Override
  void close();
}
