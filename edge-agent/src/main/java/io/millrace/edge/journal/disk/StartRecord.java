package io.millrace.edge.journal.disk;

import io.millrace.edge.journal.EpochRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Payload of the START record at the head of each segment: the run that wrote it. 48 bytes,
 * little-endian: epoch 16, predecessor 16 (zeros when there is none), predecessor's last sequence
 * 8, the run's first sequence 8.
 */
public record StartRecord(String epoch, String predecessor, long predecessorLast, long first) {
  public static final int BYTES = 48;

  public byte[] encode() {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    put(buffer, epoch);
    put(buffer, predecessor);
    return buffer.putLong(predecessorLast).putLong(first).array();
  }

  /** Of {@link #BYTES} bytes. */
  public static StartRecord decode(byte[] payload) {
    ByteBuffer buffer = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    return new StartRecord(text(buffer), text(buffer), buffer.getLong(), buffer.getLong());
  }

  public EpochRange range(long last) {
    return new EpochRange(epoch, predecessor, predecessorLast, first, last);
  }

  private static void put(ByteBuffer buffer, String uuid) {
    UUID value = uuid.isEmpty() ? new UUID(0, 0) : UUID.fromString(uuid);
    buffer.putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits());
  }

  private static String text(ByteBuffer buffer) {
    UUID value = new UUID(buffer.getLong(), buffer.getLong());
    return value.getMostSignificantBits() == 0 && value.getLeastSignificantBits() == 0
        ? ""
        : value.toString();
  }
}
