package io.millrace.edge.journal.disk;

import io.millrace.edge.journal.StreamSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What stands around each payload inside its Chronicle document, because Chronicle has no checksum.
 * Little-endian:
 *
 * <pre>
 *  0  4  magic
 *  4  1  type: 1 START, 2 CHECKPOINT, 3 DATA
 *  5  1  version, 1
 *  6  2  reserved, 0
 *  8  4  length of the payload
 * 12  8  sequence; of START and CHECKPOINT, that of the next DATA
 * 20  4  CRC32C of bytes 4 to 19 and the payload
 * 24     payload
 * </pre>
 *
 * The document's own header, 4 bytes before, holds the length of envelope and payload. One thread.
 */
public final class Envelope {
  static final int MAGIC = 0x314C524D; // "MRL1"
  public static final int HEADER = StreamSettings.HEADER_BYTES;

  /** Longest payload in any journal, whatever its settings are now: a quarter of 64 MiB. */
  static final int PAYLOAD_MAX = 16 << 20;

  public static final byte START = 1;
  public static final byte CHECKPOINT = 2;
  public static final byte DATA = 3;
  static final byte VERSION = 1;

  static final int TYPE_AT = 4;
  static final int LENGTH_AT = 8;
  static final int SEQUENCE_AT = 12;
  static final int CRC_AT = 20;

  private final CRC32C crc = new CRC32C();
  private final byte[] bytes = new byte[HEADER];
  private final ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  /** The header of that record, in a buffer that the next call overwrites. */
  byte[] header(byte type, long sequence, byte[] payload) {
    header.putInt(0, MAGIC);
    header.put(TYPE_AT, type);
    header.put(TYPE_AT + 1, VERSION);
    header.putInt(LENGTH_AT, payload.length);
    header.putLong(SEQUENCE_AT, sequence);
    crc.reset();
    crc.update(bytes, TYPE_AT, CRC_AT - TYPE_AT);
    crc.update(payload, 0, payload.length);
    header.putInt(CRC_AT, (int) crc.getValue());
    return bytes;
  }

  /** Whether a whole, undamaged record begins at {@code at} of the buffer and ends within it. */
  boolean valid(ByteBuffer buffer, int at, int length) {
    int limit = buffer.limit();
    crc.reset();
    buffer.limit(at + CRC_AT).position(at + TYPE_AT);
    crc.update(buffer);
    buffer.limit(at + HEADER + length).position(at + HEADER);
    crc.update(buffer);
    buffer.limit(limit);
    return (int) crc.getValue() == buffer.getInt(at + CRC_AT);
  }
}
