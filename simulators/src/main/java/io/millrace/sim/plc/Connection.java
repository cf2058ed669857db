package io.millrace.sim.plc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of one press; its fault is asked for at each request. On the event loop. */
final class Connection extends SimpleChannelInboundHandler<Frame> {
  static final long SLOW_MS = 3_000;

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int GARBAGE_BYTES = 32;

  private final PressServer server;

  Connection(PressServer server) {
    this.server = server;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (!server.admit(context.channel())) {
      end(context);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Frame request) {
    switch (server.fault()) {
      case NONE -> send(context, server.answer(request));
      case SLOW -> later(context, request);
      case GARBAGE -> sendGarbage(context, request);
      case SILENT -> LOG.atDebug().log("request left without an answer");
      case DROP, REFUSE -> end(context);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    server.countBroken();
    LOG.atDebug().addKeyValue("source", server.name()).setCause(cause).log("connection closed");
    end(context);
  }

  private void later(ChannelHandlerContext context, Frame request) {
    context
        .executor()
        .schedule(() -> send(context, server.answer(request)), SLOW_MS, TimeUnit.MILLISECONDS)
        .addListener(done -> {});
  }

  private static void send(ChannelHandlerContext context, Frame answer) {
    ByteBuf out = context.alloc().buffer(FrameReader.HEADER_BYTES + answer.pdu().remaining());
    out.writeShort(answer.transaction()).writeShort(0).writeShort(answer.pdu().remaining() + 1);
    out.writeByte(answer.unit()).writeBytes(answer.pdu());
    context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  /** The right transaction, then a protocol that does not exist and a length that is not kept. */
  private static void sendGarbage(ChannelHandlerContext context, Frame request) {
    ByteBuf out = context.alloc().buffer(GARBAGE_BYTES);
    out.writeShort(request.transaction()).writeShort(0xBEEF).writeShort(0xFFFF);
    while (out.readableBytes() < GARBAGE_BYTES) {
      out.writeByte(0xA5 ^ out.readableBytes());
    }
    context.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private static void end(ChannelHandlerContext context) {
    context.close().addListener(done -> {});
  }
}
