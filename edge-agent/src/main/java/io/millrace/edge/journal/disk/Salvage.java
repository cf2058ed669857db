package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is valid in a damaged segment into kept ones, one for each run of sequences without a
 * hole, each with the head if that is readable. Repeating it gives the same files. One thread.
 */
public interface Salvage {
  /** As the product does it. */
  Salvage COPY =
      (number, file, kept, disk) -> {
        try (Writer writer = new Writer(number, kept, disk)) {
          Survey.of(file, writer);
          writer.finish();
        }
      };

  /** Afterwards everything readable in the file is durable in the folder. */
  void salvage(int number, Path file, Path kept, Disk disk) throws IOException;

  /** Documents as Chronicle's, without its pages between them. */
  final class Writer implements Survey.Visitor, AutoCloseable {
    private final int number;
    private final Path kept;
    private final Disk disk;
    private final Envelope envelope = new Envelope();
    private byte @Nullable [] start;
    private byte @Nullable [] checkpoint;
    private @Nullable FileChannel channel;
    private long first;
    private long last;
    private boolean empty = true;

    Writer(int number, Path kept, Disk disk) {
      this.number = number;
      this.kept = kept;
      this.disk = disk;
    }

    @Override
    public void record(RecordScan scan) throws IOException {
      if (scan.type() == Envelope.START) {
        start = scan.payload();
        first = scan.sequence();
      } else if (scan.type() == Envelope.CHECKPOINT) {
        checkpoint = scan.payload();
        first = scan.sequence();
      } else {
        data(scan);
      }
    }

    /** A segment with a head and no data still tells of its run. */
    void finish() throws IOException {
      if (empty && start != null) {
        begin(first);
      }
      end();
    }

    @Override
    public void close() throws IOException {
      if (channel != null) {
        channel.close();
      }
    }

    private void data(RecordScan scan) throws IOException {
      if (channel == null || scan.sequence() != last + 1) {
        end();
        begin(scan.sequence());
      }
      write(Envelope.DATA, scan.sequence(), scan.payload());
      last = scan.sequence();
      empty = false;
    }

    private void begin(long sequence) throws IOException {
      channel =
          FileChannel.open(
              temporary(),
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      boolean head = empty && (first == 0 || first == sequence);
      first = sequence;
      last = sequence - 1;
      if (start != null) {
        write(Envelope.START, sequence, start);
      }
      if (checkpoint != null && head) {
        write(Envelope.CHECKPOINT, sequence, checkpoint);
      }
    }

    private void end() throws IOException {
      FileChannel done = channel;
      if (done != null) {
        disk.force(temporary(), done, true);
        done.close();
        channel = null;
        disk.rename(temporary(), kept.resolve(new SegmentName(number, first, last).kept()));
        disk.forceFolder(kept);
      }
    }

    private void write(byte type, long sequence, byte[] payload) throws IOException {
      int length = Envelope.HEADER + payload.length;
      ByteBuffer document =
          ByteBuffer.allocate(Integer.BYTES + (length + 3 & ~3)).order(ByteOrder.LITTLE_ENDIAN);
      document.putInt(length).put(envelope.header(type, sequence, payload)).put(payload);
      document.rewind();
      while (document.hasRemaining()) {
        Objects.requireNonNull(channel).write(document);
      }
    }

    private Path temporary() {
      return kept.resolve("salvage.next");
    }
  }
}
