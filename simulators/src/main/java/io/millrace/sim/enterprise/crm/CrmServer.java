package io.millrace.sim.enterprise.crm;

import io.millrace.base.time.Clock;
import io.millrace.sim.enterprise.desk.Desk;
import io.millrace.sim.enterprise.desk.DeskServer;
import io.millrace.sim.enterprise.desk.DeskSettings;
import java.util.List;

/** A running CRM, with the endpoints that make it misbehave. */
public final class CrmServer implements AutoCloseable {
  private static final String FILE = "crm.db";

  private final DeskServer server;

  private CrmServer(DeskServer server) {
    this.server = server;
  }

  /**
   * Starts and listens. Throws when the port is taken or the folder cannot be written, and leaves
   * nothing running.
   */
  public static CrmServer start(DeskSettings settings, Clock clock) {
    Desk desk = Desk.open(settings, FILE, List.of(UpsertDesk.ORDER, UpsertDesk.ALERT), clock);
    UpsertDesk upserts = new UpsertDesk(desk);
    desk.put("/orders/{externalId}", upserts::order)
        .put("/alerts/{externalId}", upserts::alert)
        .get("/orders/{externalId}", call -> upserts.show(UpsertDesk.ORDER, call))
        .get("/alerts/{externalId}", call -> upserts.show(UpsertDesk.ALERT, call));
    return new CrmServer(desk.serve(settings.port()));
  }

  public int port() {
    return server.port();
  }

  /** What waits to be committed is gone, as when the process dies. */
  @Override
  public void close() {
    server.close();
  }
}
