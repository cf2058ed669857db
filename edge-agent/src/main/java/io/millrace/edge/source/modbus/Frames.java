package io.millrace.edge.source.modbus;

import java.util.Arrays;
import java.util.Locale;
import org.apache.plc4x.java.modbus.readwrite.DriverType;
import org.apache.plc4x.java.modbus.readwrite.ModbusADU;
import org.apache.plc4x.java.modbus.readwrite.ModbusErrorCode;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDU;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUError;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUReadCoilsRequest;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUReadCoilsResponse;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUReadDiscreteInputsRequest;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUReadDiscreteInputsResponse;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUReadHoldingRegistersRequest;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUReadHoldingRegistersResponse;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUReadInputRegistersRequest;
import org.apache.plc4x.java.modbus.readwrite.ModbusPDUReadInputRegistersResponse;
import org.apache.plc4x.java.modbus.readwrite.ModbusTcpADU;
import org.apache.plc4x.java.spi.generation.ParseException;
import org.apache.plc4x.java.spi.generation.ReadBufferByteBased;
import org.apache.plc4x.java.spi.generation.SerializationException;
import org.apache.plc4x.java.spi.generation.WriteBufferByteBased;
import org.jspecify.annotations.Nullable;

/**
 * Frames of Modbus TCP: transaction 2, protocol 2 (always 0), length 2 (of what follows), unit 1,
 * function 1, body; big-endian. Any thread.
 */
final class Frames {
  /** Longest frame, header and body. */
  static final int FRAME_BYTES_MAX = 260;

  /** Where the length stands, and its size. */
  static final int LENGTH_OFFSET = 4;

  static final int LENGTH_BYTES = 2;

  /** What a frame that cannot be one is called. */
  static final String NOT_MODBUS = "what answers there does not speak Modbus TCP";

  private static final int HEADER_BYTES = 7;
  private static final int ERROR_BIT = 0x80;

  private Frames() {}

  static byte[] encode(Question question) {
    ModbusTcpADU frame =
        new ModbusTcpADU(question.transaction(), (short) question.unit(), request(question));
    WriteBufferByteBased buffer = new WriteBufferByteBased(frame.getLengthInBytes());
    try {
      frame.serialize(buffer);
    } catch (SerializationException e) {
      throw new IllegalArgumentException("request " + question, e);
    }
    return buffer.getBytes();
  }

  /** Reads a whole frame as the answer to that question; {@code late} is the one given up. */
  static Answer decode(byte[] frame, @Nullable Question question, @Nullable Question late) {
    if (frame.length < HEADER_BYTES + 2) {
      return new Answer.Malformed("frame of " + frame.length + " bytes");
    }
    if (at(frame, 2) != 0) {
      return new Answer.Malformed(NOT_MODBUS + ": protocol " + at(frame, 2) + ", expected 0");
    }
    if (late != null && at(frame, 0) == late.transaction()) {
      return new Answer.Late();
    }
    if (question == null) {
      return new Answer.Malformed("frame without a request");
    }
    if (at(frame, 0) != question.transaction()) {
      return new Answer.Malformed(
          "transaction " + at(frame, 0) + ", expected " + question.transaction());
    }
    if ((frame[6] & 0xff) != question.unit()) {
      return new Answer.Malformed("unit " + (frame[6] & 0xff) + ", expected " + question.unit());
    }
    return body(frame, question);
  }

  private static Answer body(byte[] frame, Question question) {
    int function = frame[HEADER_BYTES] & 0xff;
    if ((function & ~ERROR_BIT) != question.area().function()) {
      return new Answer.Malformed(
          "function " + function + ", expected " + question.area().function());
    }
    if ((function & ERROR_BIT) != 0) {
      return refusal(frame[HEADER_BYTES + 1] & 0xff);
    }
    byte[] bytes = content(frame);
    if (bytes == null || bytes.length != question.bytes()) {
      return new Answer.Malformed(
          (bytes == null ? "unreadable content" : bytes.length + " bytes of content")
              + ", expected "
              + question.bytes()
              + " bytes");
    }
    return new Answer.Content(bytes);
  }

  private static Answer refusal(int code) {
    ModbusErrorCode known = ModbusErrorCode.enumForValue((short) code);
    String text =
        known == null ? "unknown" : known.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return new Answer.Refusal(code, "exception " + code + " (" + text + ")");
  }

  private static byte @Nullable [] content(byte[] frame) {
    try {
      ModbusADU response =
          ModbusADU.staticParse(new ReadBufferByteBased(frame), DriverType.MODBUS_TCP, true);
      return response instanceof ModbusTcpADU tcp ? content(tcp.getPdu()) : null;
    } catch (ParseException | RuntimeException e) {
      // The generated parser throws what it likes on what a device sends; all of it means the same.
      return null;
    }
  }

  private static byte @Nullable [] content(ModbusPDU pdu) {
    if (pdu instanceof ModbusPDUReadHoldingRegistersResponse holding) {
      return holding.getValue();
    }
    if (pdu instanceof ModbusPDUReadInputRegistersResponse input) {
      return input.getValue();
    }
    if (pdu instanceof ModbusPDUReadCoilsResponse coils) {
      return coils.getValue();
    }
    if (pdu instanceof ModbusPDUReadDiscreteInputsResponse discrete) {
      return discrete.getValue();
    }
    return pdu instanceof ModbusPDUError ? new byte[0] : null;
  }

  private static ModbusPDU request(Question question) {
    int start = question.block().start();
    int length = question.block().length();
    return switch (question.area()) {
      case COIL -> new ModbusPDUReadCoilsRequest(start, length);
      case DISCRETE -> new ModbusPDUReadDiscreteInputsRequest(start, length);
      case HOLDING -> new ModbusPDUReadHoldingRegistersRequest(start, length);
      case INPUT -> new ModbusPDUReadInputRegistersRequest(start, length);
    };
  }

  private static int at(byte[] frame, int offset) {
    return (frame[offset] & 0xff) << 8 | (frame[offset + 1] & 0xff);
  }

  /** Big-endian registers as numbers, for people. */
  static int[] registers(byte[] bytes) {
    int[] registers = new int[bytes.length / 2];
    Arrays.setAll(registers, i -> at(bytes, 2 * i));
    return registers;
  }
}
