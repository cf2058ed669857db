package io.millrace.sim.enterprise.desk;

import io.millrace.sim.http.JsonServer;

/** A desk that is open to callers. */
public final class DeskServer implements AutoCloseable {
  private final JsonServer server;
  private final Desk desk;

  DeskServer(JsonServer server, Desk desk) {
    this.server = server;
    this.desk = desk;
  }

  public int port() {
    return server.port();
  }

  /** What waits to be committed is gone, as when the process dies. */
  @Override
  public void close() {
    server.close();
    desk.close();
  }
}
