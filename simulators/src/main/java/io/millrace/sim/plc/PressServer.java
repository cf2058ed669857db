package io.millrace.sim.plc;

import io.millrace.sim.plant.Press;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One press's port: listens, admits clients, and misbehaves as told. On the event loop. */
final class PressServer {
  /** More clients at once are turned away. */
  static final int CLIENTS_MAX = 64;

  private final Press press;
  private final Controller controller;
  private final ServerBootstrap bootstrap;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private int port;
  private int broken;
  private WireFault fault = WireFault.NONE;
  private @Nullable Channel listening;

  /** Port 0 is chosen at the first {@link #listen} and kept. */
  PressServer(Press press, EventLoopGroup loop, int port) {
    this.press = press;
    this.controller = new Controller(press);
    this.port = port;
    this.bootstrap =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(new FrameReader(), new Connection(PressServer.this));
                  }
                });
  }

  String name() {
    return press.name();
  }

  Press press() {
    return press;
  }

  int port() {
    return port;
  }

  WireFault fault() {
    return fault;
  }

  /** Connections that were closed for what they sent, or broke. */
  int broken() {
    return broken;
  }

  void countBroken() {
    broken++;
  }

  Frame answer(Frame request) {
    return controller.answer(request);
  }

  boolean admit(Channel client) {
    return clients.size() < CLIENTS_MAX && clients.add(client);
  }

  /** Done when the port is bound. */
  CompletableFuture<Void> listen() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    bootstrap
        .bind(address)
        .addListener(
            (ChannelFuture bound) -> {
              if (bound.isSuccess()) {
                listening = bound.channel();
                port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
                done.complete(null);
              } else {
                done.completeExceptionally(bound.cause());
              }
            });
    return done;
  }

  /** Done when the port is as the fault wants it. */
  CompletableFuture<Void> misbehave(WireFault next) {
    fault = next;
    if (next == WireFault.REFUSE) {
      return deafen();
    }
    return listening == null ? listen() : CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> deafen() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    clients.close().addListener(closed -> {});
    Channel closing = listening;
    listening = null;
    if (closing == null) {
      done.complete(null);
    } else {
      closing.close().addListener(closed -> done.complete(null));
    }
    return done;
  }
}
