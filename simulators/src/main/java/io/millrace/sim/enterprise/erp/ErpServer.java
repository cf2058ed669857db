package io.millrace.sim.enterprise.erp;

import io.millrace.base.time.Clock;
import io.millrace.sim.enterprise.desk.Desk;
import io.millrace.sim.enterprise.desk.DeskServer;
import io.millrace.sim.enterprise.desk.DeskSettings;

/** A running ERP: orders, what is posted to them, and the endpoints that make it misbehave. */
public final class ErpServer implements AutoCloseable {
  private static final String FILE = "erp.db";

  private final DeskServer server;

  private ErpServer(DeskServer server) {
    this.server = server;
  }

  /**
   * Starts and listens. Throws when the port is taken or the folder cannot be written, and leaves
   * nothing running.
   */
  public static ErpServer start(DeskSettings settings, Clock clock) {
    Desk desk = Desk.open(settings, FILE, Kinds.ALL, clock);
    route(desk);
    return new ErpServer(desk.serve(settings.port()));
  }

  public int port() {
    return server.port();
  }

  /** What waits to be committed is gone, as when the process dies. */
  @Override
  public void close() {
    server.close();
  }

  private static void route(Desk desk) {
    Orders orders = new Orders(desk.documents());
    OrderDesk postings = new OrderDesk(desk, orders);
    UndoDesk undo = new UndoDesk(desk);
    desk.get("/production-orders/{order}", orders.guard(orders::show))
        .post("/production-orders/{order}/confirmations", orders.guard(postings::confirm))
        .post("/production-orders/{order}/holds", orders.guard(postings::hold))
        .post("/production-orders/{order}/reschedule", orders.guard(postings::reschedule))
        .post("/goods-movements", postings::move)
        .post("/confirmations/{number}/reversal", undo::reverse)
        .post("/holds/{number}/release", undo::release)
        .get("/confirmations", desk.lookup(Kinds.CONFIRMATION, Kinds.REVERSAL))
        .get("/holds", desk.lookup(Kinds.HOLD, Kinds.RELEASE))
        .get("/reschedules", desk.lookup(Kinds.RESCHEDULE))
        .get("/goods-movements", desk.lookup(Kinds.GOODS_MOVEMENT));
  }
}
