package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads the records of one segment from its file, without Chronicle: a file channel turns a bad
 * sector into an IOException where a mapping would kill the process, and a damaged length cannot
 * send it astray. {@link #next} follows the documents; where they end or break, {@link #hunt} looks
 * for the next valid record. Blocks on the disk. One thread.
 *
 * <p>A document is 4-byte aligned: header 4 little-endian (bit 31 not complete, bit 30 not data,
 * 0xC0000000 end of segment, 0 nothing yet, low 30 bits the length), then the bytes.
 */
public final class RecordScan implements AutoCloseable {
  /** What stands at the position. */
  public enum Step {
    RECORD,
    END,
    DAMAGE
  }

  private static final int WINDOW = 128 << 10;
  private static final int DOCUMENT = 4;
  private static final int NOT_COMPLETE = 0x8000_0000;
  private static final int NOT_DATA = 0x4000_0000;
  private static final int END_OF_SEGMENT = 0xC000_0000;
  private static final int LENGTH = 0x3FFF_FFFF;

  private final FileChannel channel;
  private final Envelope envelope = new Envelope();
  private ByteBuffer window = buffer(WINDOW);
  private long windowAt;
  private long position;
  private byte type;
  private long sequence;
  private int length;
  private boolean consistent;

  public RecordScan(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    window.limit(0);
  }

  /** The next record in order; stays where it is at END and DAMAGE, so that it can be retried. */
  public Step next() throws IOException {
    for (; ; ) {
      if (!fill(DOCUMENT)) {
        return stop(Step.END);
      }
      int header = intAt(0);
      if (header == 0 || header == END_OF_SEGMENT) {
        if (refilled()) {
          continue;
        }
        return stop(Step.END);
      }
      int size = header & LENGTH;
      boolean skip = (header & NOT_COMPLETE) == 0 && (header & NOT_DATA) != 0;
      if (!skip) {
        if ((header & NOT_COMPLETE) == 0 && recordHere() && size == documentOf(length)) {
          return take();
        }
        if (refilled()) {
          continue;
        }
        return stop(Step.DAMAGE);
      }
      boolean ours = fill(2 * DOCUMENT) && intAt(DOCUMENT) == Envelope.MAGIC;
      if (ours || position + DOCUMENT + size > channel.size()) {
        return stop(Step.DAMAGE);
      }
      position = aligned(position + DOCUMENT + size);
    }
  }

  /**
   * Goes to the next valid record from the position on, wherever it is; false at the file's end.
   */
  public boolean hunt() throws IOException {
    while (fill(DOCUMENT)) {
      if (fill(DOCUMENT + Envelope.HEADER) && recordHere()) {
        boolean fits = intAt(0) == documentOf(length);
        take();
        consistent = fits;
        return true;
      }
      position += DOCUMENT;
      skipZeros();
    }
    return false;
  }

  /** Whether the document at the position was begun and not completed. */
  boolean begun() throws IOException {
    return fill(DOCUMENT) && (intAt(0) & NOT_COMPLETE) != 0 && intAt(0) != END_OF_SEGMENT;
  }

  public byte type() {
    return type;
  }

  public long sequence() {
    return sequence;
  }

  public int length() {
    return length;
  }

  /** Whether the document's header agreed with the record. */
  boolean consistent() {
    return consistent;
  }

  /** A copy of the payload just found. */
  public byte[] payload() {
    byte[] payload = new byte[length];
    int end = (int) (position - windowAt);
    window.get(end - padded(length), payload);
    return payload;
  }

  /** Where the record just found begins. */
  public long start() {
    return position - DOCUMENT - Envelope.HEADER - padded(length);
  }

  /** Where the next document begins. */
  long position() {
    return position;
  }

  void position(long to) {
    position = to;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** What was read may be stale when the caller comes back. */
  private Step stop(Step step) {
    window.limit(0);
    return step;
  }

  private Step take() {
    position = position + DOCUMENT + Envelope.HEADER + padded(length);
    consistent = true;
    return Step.RECORD;
  }

  private boolean recordHere() throws IOException {
    if (!fill(DOCUMENT + Envelope.HEADER) || intAt(DOCUMENT) != Envelope.MAGIC) {
      return false;
    }
    int found = intAt(DOCUMENT + Envelope.LENGTH_AT);
    if (found < 0
        || found > Envelope.PAYLOAD_MAX
        || !fill(DOCUMENT + Envelope.HEADER + padded(found))
        || !envelope.valid(window, at() + DOCUMENT, found)) {
      return false;
    }
    type = window.get(at() + DOCUMENT + Envelope.TYPE_AT);
    sequence = window.getLong(at() + DOCUMENT + Envelope.SEQUENCE_AT);
    length = found;
    return type >= Envelope.START && type <= Envelope.DATA && sequence >= 0;
  }

  private void skipZeros() {
    int limit = window.limit() - Long.BYTES;
    int at = at();
    while (at <= limit && window.getLong(at) == 0) {
      at += DOCUMENT;
    }
    position = windowAt + at;
  }

  private int at() {
    return (int) (position - windowAt);
  }

  private int intAt(int offset) {
    return window.getInt(at() + offset);
  }

  /** Whether so many bytes from the position on are in the window, which it moves if need be. */
  private boolean fill(int bytes) throws IOException {
    if (position >= windowAt && position + bytes <= windowAt + window.limit()) {
      return true;
    }
    read(bytes);
    return bytes <= window.limit();
  }

  /** Reads anew from the position if something may have been written behind what was read. */
  private boolean refilled() throws IOException {
    if (windowAt == position) {
      return false;
    }
    read(DOCUMENT);
    return true;
  }

  private void read(int bytes) throws IOException {
    if (window.capacity() < bytes) {
      window = buffer(Integer.highestOneBit(bytes) * 2);
    }
    windowAt = position;
    window.clear();
    int read = 0;
    while (read >= 0 && window.hasRemaining()) {
      read = channel.read(window, windowAt + window.position());
    }
    window.flip();
  }

  private static int documentOf(int length) {
    return Envelope.HEADER + length;
  }

  private static int padded(int length) {
    return (length + 3) & ~3;
  }

  private static long aligned(long position) {
    return (position + 3) & ~3L;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
