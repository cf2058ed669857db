package io.millrace.edge.source.modbus;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes values of the content of a block. Any thread. */
final class Decoder {
  private Decoder() {}

  /** The reading of a tag that begins {@code offset} units into the content of its block. */
  static Reading read(String tag, ModbusTag settings, byte[] content, int offset, int request) {
    if (settings.area().bits()) {
      boolean truth = (content[offset / 8] >> (offset % 8) & 1) == 1;
      return Reading.good(tag, new Value.Truth(truth), request);
    }
    return number(tag, settings, raw(tag, settings, content, offset), request);
  }

  /** The bytes of the tag's registers as they came. */
  static byte[] raw(String tag, ModbusTag settings, byte[] content, int offset) {
    int registers = settings.need(tag).length();
    return Arrays.copyOfRange(content, 2 * offset, 2 * (offset + registers));
  }

  private static Reading number(String tag, ModbusTag settings, byte[] raw, int request) {
    ByteBuffer bytes = ByteBuffer.wrap(settings.lowFirst() ? reversedWords(raw) : raw);
    return switch (settings.kind()) {
      case BIT -> throw new IllegalStateException(tag + ": bit in registers");
      case INT16 -> whole(tag, bytes.getShort(), request);
      case UINT16 -> whole(tag, Short.toUnsignedLong(bytes.getShort()), request);
      case INT32 -> whole(tag, bytes.getInt(), request);
      case UINT32 -> whole(tag, Integer.toUnsignedLong(bytes.getInt()), request);
      case INT64 -> whole(tag, bytes.getLong(), request);
      case UINT64 -> unsigned(tag, bytes.getLong(), request);
      case FLOAT32 -> real(tag, bytes.getFloat(), request);
      case FLOAT64 -> real(tag, bytes.getDouble(), request);
      case TEXT -> Reading.good(tag, new Value.Text(text(raw, settings.bytes())), request);
    };
  }

  private static Reading whole(String tag, long value, int request) {
    return Reading.good(tag, new Value.Whole(value), request);
  }

  private static Reading unsigned(String tag, long value, int request) {
    return value < 0
        ? Reading.bad(tag, request, Long.toUnsignedString(value) + " is above 2^63-1")
        : whole(tag, value, request);
  }

  private static Reading real(String tag, double value, int request) {
    return Double.isFinite(value)
        ? Reading.good(tag, new Value.Real(value), request)
        : Reading.bad(tag, request, value + " is no measurement");
  }

  /** Up to the first NUL, without blanks at the end; UTF-8 where it is that, else ISO 8859-1. */
  private static String text(byte[] raw, int length) {
    int end = 0;
    while (end < Math.min(length, raw.length) && raw[end] != 0) {
      end++;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(raw, 0, end))
          .toString()
          .stripTrailing();
    } catch (CharacterCodingException e) {
      return new String(raw, 0, end, StandardCharsets.ISO_8859_1).stripTrailing();
    }
  }

  private static byte[] reversedWords(byte[] raw) {
    byte[] reversed = new byte[raw.length];
    for (int i = 0; i < raw.length; i += 2) {
      reversed[raw.length - 2 - i] = raw[i];
      reversed[raw.length - 1 - i] = raw[i + 1];
    }
    return reversed;
  }
}
