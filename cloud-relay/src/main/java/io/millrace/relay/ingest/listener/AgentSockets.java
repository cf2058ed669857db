package io.millrace.relay.ingest.listener;

import io.millrace.relay.ingest.RefusalLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The listening socket with a bound on its connections: those beyond are closed at once. Netty's
 * threads.
 */
final class AgentSockets extends NioServerSocketChannel {
  /** Connections of agents at once. */
  static final int CONNECTIONS_MAX = 1_000;

  private final RefusalLog refusals;
  private final ListenerFaults faults;
  private final AtomicInteger open = new AtomicInteger();

  AgentSockets(RefusalLog refusals, ListenerFaults faults) {
    this.refusals = refusals;
    this.faults = faults;
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int count = super.doReadMessages(accepted);
    if (count <= 0) {
      return count;
    }
    Channel newest = (Channel) accepted.get(accepted.size() - 1);
    if (open.incrementAndGet() > CONNECTIONS_MAX) {
      open.decrementAndGet();
      refusals.crowded();
      accepted.remove(newest);
      newest.unsafe().closeForcibly();
      return 0;
    }
    newest.pipeline().addLast(new Leaving());
    return count;
  }

  private final class Leaving extends ChannelInboundHandlerAdapter {
    @Override
    public void channelInactive(ChannelHandlerContext context) {
      open.decrementAndGet();
      faults.ended(context.channel().remoteAddress());
      context.fireChannelInactive();
    }
  }
}
