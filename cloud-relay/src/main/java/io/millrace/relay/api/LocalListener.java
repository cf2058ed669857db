package io.millrace.relay.api;

import io.grpc.Server;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.local.LocalSocket;
import io.millrace.relay.access.Rights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The socket over which the relay answers its own command line. */
public final class LocalListener implements AutoCloseable {
  /** Questions answered at once; more wait. */
  public static final int HANDLERS_MAX = 2;

  private final ExecutorService handlers = Executors.newFixedThreadPool(HANDLERS_MAX);
  private final Path file;
  private final Server server;

  /** Listens at once. CONFIG_INVALID when the file cannot be made. */
  public LocalListener(Path file, RelayDesk desk) {
    this.file = file;
    try {
      this.server = LocalSocket.serve(file, handlers, Endpoints.all(desk, () -> Rights.OWNER));
    } catch (IOException | MillraceException e) {
      handlers.shutdown();
      throw e instanceof MillraceException known
          ? known
          : new MillraceException(ErrorCode.CONFIG_INVALID, "socket " + file + ": " + e, e);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    handlers.shutdown();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "socket " + file + ": " + e, e);
    }
  }
}
