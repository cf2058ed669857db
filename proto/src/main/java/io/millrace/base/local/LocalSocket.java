package io.millrace.base.local;

import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.millrace.base.error.Denied;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Executor;

/** Serves on, or connects to, a socket file. */
public final class LocalSocket {
  /** What a socket address holds on Linux, less its terminating zero. */
  public static final int PATH_BYTES_MAX = 107;

  private static final String SCHEME_AUTHORITY = "localhost";

  private LocalSocket() {}

  /**
   * Starts a server on the file, replacing a stale one; the caller holds the lock of the data
   * folder, so no other process can be serving there. Handlers run on the executor. Shutting the
   * server down ends its threads.
   */
  public static Server serve(Path file, Executor executor, List<? extends BindableService> services)
      throws IOException {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Files.deleteIfExists(file);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address(file))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .executor(executor);
    services.forEach(builder::addService);
    Server server = builder.build().start();
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    Thread end = new Thread(() -> endWith(server, loop), "local-socket-end");
    end.setDaemon(true);
    end.start();
    return server;
  }

  /**
   * A channel to the program that serves on the file. NOT_RUNNING when there is no such file,
   * FILE_DENIED when this user may not know.
   */
  public static Connection connect(Path file) {
    if (Denied.isTo(file)) {
      throw Denied.of(file, null);
    }
    if (!Files.exists(file)) {
      throw new MillraceException(ErrorCode.NOT_RUNNING, "no socket " + file);
    }
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address(file))
            .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
            .eventLoopGroup(loop)
            .overrideAuthority(SCHEME_AUTHORITY)
            .usePlaintext()
            .build();
    return new Connection(channel, loop);
  }

  private static UnixDomainSocketAddress address(Path file) {
    return UnixDomainSocketAddress.of(fitting(file));
  }

  /** The file's path as it fits into an address; CONFIG_INVALID when it is too long. */
  public static Path fitting(Path file) {
    Path shortest = shorter(file.toAbsolutePath(), relative(file));
    int bytes = shortest.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > PATH_BYTES_MAX) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          "socket path %s has %d bytes, at most %d fit: choose a shorter data folder"
              .formatted(shortest, bytes, PATH_BYTES_MAX));
    }
    return shortest;
  }

  private static Path shorter(Path one, Path other) {
    return other.toString().length() < one.toString().length() ? other : one;
  }

  private static Path relative(Path file) {
    return Path.of("").toAbsolutePath().relativize(file.toAbsolutePath());
  }

  private static void endWith(Server server, EventLoopGroup loop) {
    try {
      server.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.shutdownGracefully().addListener(done -> {});
  }

  /** A channel and its thread; closing ends both. */
  public record Connection(ManagedChannel channel, EventLoopGroup loop) implements AutoCloseable {
    @Override
    public void close() {
      channel.shutdownNow();
      loop.shutdownGracefully().addListener(done -> {});
    }
  }
}
