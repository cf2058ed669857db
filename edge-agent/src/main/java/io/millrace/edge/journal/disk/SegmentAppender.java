package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Writes records through Chronicle into the segment of a number, whose file must already be there,
 * as large as it will ever get. Chronicle's folder holds nothing of earlier runs: it would write
 * into their files when it opens. The appending thread only; never blocks but for page faults.
 */
public final class SegmentAppender implements AutoCloseable {
  private static final int METADATA_BYTES = 128 << 10;
  private static final long TIMEOUT_MS = 5_000;

  /** Document header, an index page that may come between, the zero that follows a document. */
  private static final int MARGIN = 8 << 10;

  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;
  private final SegmentCycle cycle;
  private final Envelope envelope = new Envelope();
  private final long blockBytes;
  private long position;

  private SegmentAppender(
      SingleChronicleQueue queue, ExcerptAppender appender, SegmentCycle cycle, long blockBytes) {
    this.queue = queue;
    this.appender = appender;
    this.cycle = cycle;
    this.blockBytes = blockBytes;
  }

  /**
   * Opens Chronicle on its empty folder. No segment may be there yet: it would wait for its header
   * until a timeout.
   */
  public static SegmentAppender open(StreamFolder folder, int number, long blockBytes)
      throws IOException {
    Files.deleteIfExists(folder.metadata());
    Files.write(folder.metadata(), new byte[METADATA_BYTES], StandardOpenOption.CREATE_NEW);
    SegmentCycle cycle = new SegmentCycle();
    cycle.number(number);
    SingleChronicleQueue queue =
        SingleChronicleQueueBuilder.binary(folder.queue().toFile())
            .rollCycle(cycle)
            .blockSize(blockBytes)
            .timeoutMS(TIMEOUT_MS)
            .checkInterrupts(false)
            .build();
    return new SegmentAppender(queue, queue.createAppender(), cycle, blockBytes);
  }

  /** The next record goes into the segment of that number. */
  public void roll(int number) {
    cycle.number(number);
    position = 0;
  }

  /** Whether a record of so many bytes ends before the block does. */
  public boolean fits(int payload) {
    return position + payload + Envelope.HEADER + MARGIN <= blockBytes;
  }

  /** Whatever it throws, the segment is not to be trusted after it. */
  public void write(byte type, long sequence, byte[] payload) {
    byte[] header = envelope.header(type, sequence, payload);
    try (DocumentContext document = appender.writingDocument()) {
      boolean done = false;
      try {
        Bytes<?> bytes = document.wire().bytes();
        bytes.write(header);
        bytes.write(payload);
        done = true;
      } finally {
        if (!done) {
          document.rollbackOnClose();
        }
      }
    }
    position = appender.wire().bytes().writePosition();
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }
}
