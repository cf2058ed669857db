package io.millrace.relay.api;

import io.millrace.base.error.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes and counts connections that begin with anything but a TLS handshake record (RFC 8446,
 * section 5.1); says so at the 1st, 2nd, 4th, 8th ... of them. On the connection's event loop.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(FirstBytes.class);
  private static final int HANDSHAKE = 22;

  private final ApiCounts counts;

  FirstBytes(ApiCounts counts) {
    this.counts = counts;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
      context.fireChannelRead(message);
      return;
    }
    if (bytes.getUnsignedByte(bytes.readerIndex()) == HANDSHAKE) {
      context.pipeline().remove(this);
      context.fireChannelRead(message);
    } else {
      ReferenceCountUtil.release(message);
      refuse(context);
    }
  }

  private void refuse(ChannelHandlerContext context) {
    long times = counts.add(ApiCounts.NOT_TLS);
    if (Long.bitCount(times) == 1) {
      LOG.atWarn()
          .addKeyValue("code", ErrorCode.FRAME_INVALID)
          .addKeyValue("from", context.channel().remoteAddress())
          .addKeyValue("times", times)
          .log("connection to the API port is not TLS, closed");
    }
    context.close().addListener(done -> {});
  }
}
