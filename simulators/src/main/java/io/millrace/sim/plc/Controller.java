package io.millrace.sim.plc;

import io.millrace.sim.plant.Press;
import io.millrace.sim.plant.PressReading;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;

/**
 * Answers one press's requests: functions 1, 2, 3, 4, 6 and 16. Each answer shows one instant. One
 * owner thread. Source: MODBUS Application Protocol V1.1b3, sections 6 and 7.
 */
final class Controller {
  private static final int UNIT = 1;
  private static final int BITS_MAX = 2_000;
  private static final int REGISTERS_MAX = 125;
  private static final int WRITTEN_MAX = 123;
  private static final int BYTE_BITS = 8;
  private static final int EXCEPTION = 0x80;

  private static final byte ILLEGAL_FUNCTION = 1;
  private static final byte ILLEGAL_ADDRESS = 2;
  private static final byte ILLEGAL_VALUE = 3;
  private static final byte NO_SUCH_UNIT = 11;

  private final Press press;
  private final RegisterMap map = new RegisterMap();

  Controller(Press press) {
    this.press = press;
  }

  Frame answer(Frame request) {
    ByteBuffer pdu =
        request.unit() == UNIT
            ? answer(request.pdu())
            : exception(request.pdu().get(0), NO_SUCH_UNIT);
    return new Frame(request.transaction(), request.unit(), pdu);
  }

  private ByteBuffer answer(ByteBuffer request) {
    byte function = request.get();
    try {
      return switch (function) {
        case 1, 2 -> bits(function, request);
        case 3, 4 -> registers(function, request);
        case 6 -> writeOne(request);
        case 16 -> writeSome(request);
        default -> exception(function, ILLEGAL_FUNCTION);
      };
    } catch (BufferUnderflowException e) {
      return exception(function, ILLEGAL_VALUE);
    }
  }

  private ByteBuffer bits(byte function, ByteBuffer request) {
    int start = word(request);
    int count = word(request);
    byte refusal = refusal(start, count, BITS_MAX, map::isBit, request);
    if (refusal != 0) {
      return exception(function, refusal);
    }
    PressReading reading = press.reading();
    byte[] packed = new byte[(count + BYTE_BITS - 1) / BYTE_BITS];
    for (int i = 0; i < count; i++) {
      if (map.bit(start + i, reading)) {
        packed[i / BYTE_BITS] |= (byte) (1 << i % BYTE_BITS);
      }
    }
    return answer(function, packed.length).put(packed).flip();
  }

  private ByteBuffer registers(byte function, ByteBuffer request) {
    int start = word(request);
    int count = word(request);
    byte refusal = refusal(start, count, REGISTERS_MAX, map::isReadable, request);
    if (refusal != 0) {
      return exception(function, refusal);
    }
    PressReading reading = press.reading();
    ByteBuffer answer = answer(function, count * 2);
    for (int i = 0; i < count; i++) {
      answer.putShort((short) map.value(start + i, reading));
    }
    return answer.flip();
  }

  private ByteBuffer writeOne(ByteBuffer request) {
    int address = word(request);
    int value = word(request);
    byte refusal = refusal(address, 1, 1, map::isWritable, request);
    if (refusal != 0) {
      return exception((byte) 6, refusal);
    }
    map.write(address, value);
    return request.rewind();
  }

  private ByteBuffer writeSome(ByteBuffer request) {
    int start = word(request);
    int count = word(request);
    int bytes = Byte.toUnsignedInt(request.get());
    ByteBuffer values = request.slice();
    byte refusal =
        refusal(start, count, WRITTEN_MAX, map::isWritable, request.position(request.limit()));
    if (refusal == 0 && (bytes != count * 2 || values.remaining() != bytes)) {
      refusal = ILLEGAL_VALUE;
    }
    if (refusal != 0) {
      return exception((byte) 16, refusal);
    }
    for (int i = 0; i < count; i++) {
      map.write(start + i, word(values));
    }
    return ByteBuffer.allocate(5)
        .put((byte) 16)
        .putShort((short) start)
        .putShort((short) count)
        .flip();
  }

  /** 0 when the request may be answered. */
  private static byte refusal(
      int start, int count, int countMax, IntPredicate exists, ByteBuffer rest) {
    if (count < 1 || count > countMax || rest.hasRemaining()) {
      return ILLEGAL_VALUE;
    }
    for (int address = start; address < start + count; address++) {
      if (!exists.test(address)) {
        return ILLEGAL_ADDRESS;
      }
    }
    return 0;
  }

  private static ByteBuffer answer(byte function, int bytes) {
    return ByteBuffer.allocate(2 + bytes).put(function).put((byte) bytes);
  }

  private static ByteBuffer exception(byte function, byte code) {
    return ByteBuffer.wrap(new byte[] {(byte) (function | EXCEPTION), code});
  }

  private static int word(ByteBuffer buffer) {
    return Short.toUnsignedInt(buffer.getShort());
  }
}
