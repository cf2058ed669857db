package io.millrace.sim.plc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Cuts the stream into frames: transaction 2, protocol 2 (zero), length 2 (of what follows), unit
 * 1, then the PDU; big-endian. CorruptedFrameException for anything else. Source: MODBUS Messaging
 * on TCP/IP Implementation Guide V1.0b, section 3.1.3.
 */
final class FrameReader extends ByteToMessageDecoder {
  static final int HEADER_BYTES = 7;

  private static final int LENGTH_AT = 4;
  private static final int LENGTH_MIN = 2;
  private static final int LENGTH_MAX = 254;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEADER_BYTES) {
      return;
    }
    int protocol = in.getUnsignedShort(in.readerIndex() + 2);
    int length = in.getUnsignedShort(in.readerIndex() + LENGTH_AT);
    if (protocol != 0 || length < LENGTH_MIN || length > LENGTH_MAX) {
      in.skipBytes(in.readableBytes());
      throw new CorruptedFrameException("protocol " + protocol + ", length " + length);
    }
    if (in.readableBytes() < HEADER_BYTES - 1 + length) {
      return;
    }
    int transaction = in.readUnsignedShort();
    in.skipBytes(LENGTH_AT);
    int unit = in.readUnsignedByte();
    byte[] pdu = new byte[length - 1];
    in.readBytes(pdu);
    out.add(new Frame(transaction, unit, ByteBuffer.wrap(pdu)));
  }
}
