package io.millrace.edge.source.modbus;

import io.millrace.edge.source.plan.Block;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection to one device with at most one request outstanding. Lives on its event loop: all
 * methods are called there, and the listener is called there. A frame that is no answer closes it;
 * a deadline does not, but the answer that comes after it is recognised and dropped.
 */
final class Link {
  private static final int TRANSACTIONS = 1 << 16;

  private final Channel channel;
  private final int unit;
  private final Duration timeout;
  private final Listener listener;
  private int transaction;
  private @Nullable Question asked;
  private @Nullable Question late;
  private @Nullable ScheduledFuture<?> deadline;
  private boolean closed;

  private Link(Channel channel, int unit, Duration timeout, Listener listener) {
    this.channel = channel;
    this.unit = unit;
    this.timeout = timeout;
    this.listener = listener;
  }

  /** Connects within the timeout and tells the opening how it ended. */
  static void open(
      EventLoop loop, InetSocketAddress address, int unit, Duration timeout, Opening opening) {
    new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                // No handler yet, they come in attach; until then nothing is read.
                channel.config().setAutoRead(false);
              }
            })
        .connect(address)
        .addListener(
            (ChannelFuture connected) -> {
              if (connected.isSuccess()) {
                opening.opened(listener -> attach(connected.channel(), unit, timeout, listener));
              } else {
                opening.failed(reason(connected.cause()));
              }
            });
  }

  /** On a channel that is connected. */
  static Link attach(Channel channel, int unit, Duration timeout, Listener listener) {
    Link link = new Link(channel, unit, timeout, listener);
    channel
        .pipeline()
        .addLast(
            new LengthFieldBasedFrameDecoder(
                Frames.FRAME_BYTES_MAX, Frames.LENGTH_OFFSET, Frames.LENGTH_BYTES),
            link.new Responses());
    channel.config().setAutoRead(true);
    return link;
  }

  /** Asks for one block; the listener hears of it exactly once unless the link is closed. */
  void ask(Block block) {
    if (asked != null) {
      throw new IllegalStateException("asked for " + block + " while waiting for " + asked);
    }
    transaction = (transaction + 1) % TRANSACTIONS;
    Question question = new Question(transaction, unit, block);
    asked = question;
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(Frames.encode(question)))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                close(reason(written.cause()), false);
              }
            });
    if (!closed) {
      // from now on: writing may take long, as the first one on a busy machine does
      deadline =
          channel
              .eventLoop()
              .schedule(() -> expire(question), timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** Ends the connection without a word to the listener. */
  void close() {
    closed = true;
    cancelDeadline();
    channel.close().addListener(done -> {});
  }

  private void expire(Question question) {
    if (!closed && question.equals(asked)) {
      asked = null;
      late = question;
      listener.expired(question);
    }
  }

  private void receive(byte[] frame) {
    Answer answer = Frames.decode(frame, asked, late);
    if (answer instanceof Answer.Late) {
      late = null;
      listener.alive();
    } else if (answer instanceof Answer.Malformed malformed) {
      close(malformed.text(), true);
    } else {
      deliver(answer);
    }
  }

  private void deliver(Answer answer) {
    Question question = Objects.requireNonNull(asked);
    asked = null;
    late = null;
    cancelDeadline();
    listener.answered(question, answer);
  }

  private void close(String reason, boolean malformed) {
    if (!closed) {
      close();
      listener.closed(reason, malformed);
    }
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  private static String reason(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** How connecting ends; one of the two, once. */
  interface Opening {
    /** Connected: the link begins to listen when it is taken. */
    void opened(Function<Listener, Link> take);

    void failed(String reason);
  }

  /** Hears what happens on a link. */
  interface Listener {
    /** Content or refusal. */
    void answered(Question question, Answer answer);

    /** No answer within the deadline. */
    void expired(Question question);

    /** An answer came after its deadline. */
    void alive();

    /** The connection is gone; {@code malformed} when we closed it for what came in. */
    void closed(String reason, boolean malformed);
  }

  private final class Responses extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
      if (!closed) {
        receive(ByteBufUtil.getBytes(frame));
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      Link.this.close("closed by the device", false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      boolean malformed = cause instanceof DecoderException;
      Link.this.close(malformed ? Frames.NOT_MODBUS : reason(cause), malformed);
    }
  }
}
