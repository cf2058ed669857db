package io.millrace.edge.source.modbus;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Turns names into addresses on one thread of its own, because asking for a name may block for many
 * seconds. Each source waits for its one answer, so the queue is as long as there are sources.
 */
final class Resolver implements AutoCloseable {
  private final DefaultEventExecutor executor =
      new DefaultEventExecutor(new DefaultThreadFactory("modbus-names", true));

  /** Answers on the loop; an address is not asked for and answered at once. */
  void resolve(
      String host,
      int port,
      EventLoop loop,
      Consumer<InetSocketAddress> found,
      Consumer<String> failed) {
    if (isAddress(host)) {
      found.accept(new InetSocketAddress(host, port));
      return;
    }
    executor.execute(
        () -> {
          try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
            loop.execute(() -> found.accept(address));
          } catch (UnknownHostException e) {
            loop.execute(() -> failed.accept("host " + host + " is unknown"));
          }
        });
  }

  private static boolean isAddress(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return NetUtil.isValidIpV4Address(lower)
        || NetUtil.isValidIpV6Address(lower)
        || lower.equals("localhost");
  }

  @Override
  public void close() {
    executor.shutdownGracefully(0, 0, TimeUnit.SECONDS).addListener(done -> {});
  }
}
