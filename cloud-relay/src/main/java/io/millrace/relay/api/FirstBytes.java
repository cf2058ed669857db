package io.millrace.relay.api;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Counts connections that begin with anything but a TLS handshake record (RFC 8446, section 5.1),
 * which TLS then closes. On the connection's event loop.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
  private static final int HANDSHAKE = 22;

  private final ApiCounts counts;

  FirstBytes(ApiCounts counts) {
    this.counts = counts;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes && bytes.isReadable()) {
      if (bytes.getUnsignedByte(bytes.readerIndex()) != HANDSHAKE) {
        counts.add(ApiCounts.NOT_TLS);
      }
      context.pipeline().remove(this);
    }
    context.fireChannelRead(message);
  }
}
