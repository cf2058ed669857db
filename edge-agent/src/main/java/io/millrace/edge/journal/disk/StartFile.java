package io.millrace.edge.journal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The newest run of a stream, outside its segments: written before the run's first segment, so that
 * a run whose head was lost is not taken for another. Number of its first segment 4, START payload
 * 48, CRC32C 4; little-endian.
 */
public record StartFile(int number, StartRecord start) {
  private static final int BYTES = 2 * Integer.BYTES + StartRecord.BYTES;

  public static Optional<StartFile> read(Path file) throws IOException {
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    if (bytes.length != BYTES) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (buffer.getInt(BYTES - Integer.BYTES) != crc(bytes)) {
      return Optional.empty();
    }
    int number = buffer.getInt();
    byte[] start = new byte[StartRecord.BYTES];
    buffer.get(start);
    return Optional.of(new StartFile(number, StartRecord.decode(start)));
  }

  public void write(Path file, Disk disk) throws IOException {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(number)
            .put(start.encode())
            .array();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(BYTES - Integer.BYTES, crc(bytes));
    disk.replace(file, bytes);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, BYTES - Integer.BYTES);
    return (int) crc.getValue();
  }
}
