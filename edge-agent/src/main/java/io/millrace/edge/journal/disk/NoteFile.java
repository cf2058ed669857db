package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The newest note of the journal's caller, on disk. Two slots of 512 KiB, written in turn, so that
 * one is whole after any cut: magic 4, length 4, serial 8, segment 4, events 8, CRC32C 4 over all
 * of it but itself, then the payload; little-endian. The higher serial counts. One thread; blocks.
 */
public final class NoteFile {
  /** Bytes of a note. */
  public static final int PAYLOAD_BYTES_MAX = 400 << 10;

  private static final int SLOTS = 2;
  private static final int SLOT_BYTES = 512 << 10;
  private static final int MAGIC = 0x31544F4E; // "NOT1"
  private static final int CRC_AT = 28;
  private static final int HEAD = CRC_AT + Integer.BYTES;

  private final Path file;
  private final Disk disk;
  private long serial;

  private NoteFile(Path file, Disk disk, long serial) {
    this.file = file;
    this.disk = disk;
    this.serial = serial;
  }

  /**
   * Given when {@code segment} of the events stream was written and {@code events} was its last
   * sequence.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Note(long serial, int segment, long events, byte[] payload) {}

  /** To be written behind what is there. */
  public static NoteFile open(Path file, Disk disk) throws IOException {
    return new NoteFile(file, disk, read(file).map(Note::serial).orElse(0L));
  }

  /** The newest that is whole. */
  public static Optional<Note> read(Path file) throws IOException {
    Optional<Note> newest = Optional.empty();
    if (Files.exists(file)) {
      byte[] bytes = Files.readAllBytes(file);
      for (int slot = 0; slot < SLOTS; slot++) {
        Optional<Note> found = slot(bytes, slot * SLOT_BYTES);
        if (found.isPresent() && newest.map(Note::serial).orElse(0L) < found.get().serial()) {
          newest = found;
        }
      }
    }
    return newest;
  }

  /** Durable when it returns. */
  public void write(int segment, long events, byte[] payload) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate(HEAD + payload.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MAGIC)
            .putInt(payload.length)
            .putLong(serial + 1)
            .putInt(segment)
            .putLong(events);
    buffer.put(HEAD, payload).putInt(CRC_AT, crc(buffer.array(), 0, payload.length)).rewind();
    boolean isNew = !Files.exists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long at = (serial + 1) % SLOTS * SLOT_BYTES;
      while (buffer.hasRemaining()) {
        at += channel.write(buffer, at);
      }
      disk.force(file, channel, isNew);
    }
    if (isNew) {
      disk.forceFolder(Disk.parent(file));
    }
    serial++;
  }

  private static Optional<Note> slot(byte[] bytes, int from) {
    if (bytes.length < from + HEAD) {
      return Optional.empty();
    }
    ByteBuffer head = ByteBuffer.wrap(bytes, from, HEAD).slice().order(ByteOrder.LITTLE_ENDIAN);
    int length = head.getInt(Integer.BYTES);
    boolean isWhole =
        head.getInt(0) == MAGIC
            && length >= 0
            && length <= PAYLOAD_BYTES_MAX
            && bytes.length - from - HEAD >= length
            && head.getInt(CRC_AT) == crc(bytes, from, length);
    return isWhole
        ? Optional.of(
            new Note(
                head.getLong(8),
                head.getInt(16),
                head.getLong(20),
                Arrays.copyOfRange(bytes, from + HEAD, from + HEAD + length)))
        : Optional.empty();
  }

  private static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, CRC_AT);
    crc.update(bytes, from + HEAD, length);
    return (int) crc.getValue();
  }
}
