package io.millrace.edge.journal;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A journal after recovery and before this run's first record. One thread. */
public interface RecoveredJournal extends AutoCloseable {

  /** The newest checkpoint of the events stream; empty when there is none. */
  byte[] checkpoint();

  /**
   * Hands over the payloads of all events after that checkpoint, in order, and where it belongs
   * among them the newest note, unless the checkpoint is newer.
   */
  void replay(Consumer<byte[]> events, Consumer<byte[]> note);

  /** The same without the note. */
  default void replay(Consumer<byte[]> events) {
    replay(events, note -> {});
  }

  /**
   * Holes that recovery found in that stream or that were not told before, in order; the caller
   * journals a gap for each as soon as the run has begun, and says {@link JournalStream#told}.
   */
  List<JournalItem.Hole> holes(StreamName stream);

  /** The run before this one; empty when there was none. */
  Optional<EpochRange> lastEpoch(StreamName stream);

  /**
   * Begins this run: a new segment in each stream with its START record, and in events a checkpoint
   * from the supplier, which from now on is asked, on the appending thread, at the head of every
   * segment.
   */
  Journal begin(Supplier<byte[]> checkpoint);

  @Override
  void close();
}
