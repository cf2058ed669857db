package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * The highest acknowledged sequence, on disk. Two slots 4 KiB apart, written in turn, so that one
 * is whole after any cut: sequence 8, little-endian, then CRC32C of its big-endian bytes 8. The
 * maintenance thread.
 */
public final class Cursor {
  private static final int SLOTS = 2;
  private static final long SLOT_BYTES = 4096;
  private static final int USED_BYTES = 16;

  private final Path file;
  private int slot;
  private long written;

  private Cursor(Path file, long written, int slot) {
    this.file = file;
    this.written = written;
    this.slot = slot;
  }

  /** Reads what is there; 0 when there is nothing whole. */
  public static Cursor open(Path file) throws IOException {
    long best = 0;
    int next = 0;
    for (int slot = 0; slot < SLOTS && Files.exists(file); slot++) {
      long value = read(file, slot);
      if (value > best) {
        best = value;
        next = (slot + 1) % SLOTS;
      }
    }
    return new Cursor(file, best, next);
  }

  /** As last written. */
  public long sequence() {
    return written;
  }

  /** Writes and forces it when it is higher than before. */
  public void write(long sequence) throws IOException {
    if (sequence <= written) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(USED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(sequence).putLong(crc(sequence)).flip();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(buffer, slot * SLOT_BYTES);
      channel.force(false);
    }
    slot = (slot + 1) % SLOTS;
    written = sequence;
  }

  private static long read(Path file, int slot) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(USED_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.read(buffer, slot * SLOT_BYTES) != USED_BYTES) {
        return 0;
      }
    }
    long value = buffer.getLong(0);
    return buffer.getLong(Long.BYTES) == crc(value) ? value : 0;
  }

  private static long crc(long value) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    return crc.getValue();
  }
}
