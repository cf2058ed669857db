package io.millrace.bench;

import io.millrace.base.time.Clock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * PLCs that show the counters of a cadence: unit 1 the first ten and so on, holding registers 0 to
 * 9 the counters modulo 65,536, 10 to 19 the numbers of their orders, from 1 on. Answers function 3
 * only; what it cannot answer ends the connection. One thread of its own. Source: MODBUS
 * Application Protocol V1.1b3, section 6.3.
 */
final class CounterPlc implements AutoCloseable {
  /** Counters of one unit. */
  static final int COUNTERS = 10;

  private static final int FRAME_BYTES_MAX = 260;
  private static final int LENGTH_AT = 4;
  private static final int LENGTH_BYTES = 2;
  private static final int REQUEST_BYTES = 12;
  private static final int READ_HOLDING = 3;
  private static final int WORD_MASK = 0xFFFF;

  private final Cadence cadence;
  private final Clock clock;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel listening;

  /** Listens on a free port of loopback. */
  CounterPlc(Cadence cadence, Clock clock) {
    this.cadence = cadence;
    this.clock = clock;
    this.listening =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new LengthFieldBasedFrameDecoder(
                                FRAME_BYTES_MAX, LENGTH_AT, LENGTH_BYTES),
                            new Answering());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private int register(int unit, int address) {
    int counter = (unit - 1) * COUNTERS + address % COUNTERS;
    long value = address < COUNTERS ? cadence.value(counter, clock.nanos()) : counter + 1L;
    return (int) value & WORD_MASK;
  }

  private final class Answering extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf request) {
      if (request.readableBytes() != REQUEST_BYTES) {
        context.close().addListener(closed -> {});
        return;
      }
      int transaction = request.readUnsignedShort();
      request.skipBytes(LENGTH_AT);
      int unit = request.readUnsignedByte();
      int function = request.readUnsignedByte();
      int address = request.readUnsignedShort();
      int count = request.readUnsignedShort();
      boolean known =
          function == READ_HOLDING
              && unit >= 1
              && unit * COUNTERS <= cadence.counters()
              && address + count <= 2 * COUNTERS;
      if (!known) {
        context.close().addListener(closed -> {});
        return;
      }
      ByteBuf answer = context.alloc().buffer(FRAME_BYTES_MAX);
      answer.writeShort(transaction).writeShort(0).writeShort(3 + 2 * count);
      answer.writeByte(unit).writeByte(function).writeByte(2 * count);
      for (int i = 0; i < count; i++) {
        answer.writeShort(register(unit, address + i));
      }
      context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
  }
}
