package io.millrace.sim.enterprise;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import io.millrace.base.time.Clock;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Json;
import io.millrace.sim.http.JsonServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A running ERP: orders, confirmations, reversals, and the endpoints that make it misbehave. */
public final class ErpServer implements AutoCloseable {
  private static final String FILE = "erp.db";
  private static final int CLERKS = 1;

  private final BlockingTaskExecutor clerk;
  private final Database database;
  private final Documents documents;
  private final Tally tally;
  private final FaultSwitch faults;
  private final FaultyDesk faulty;
  private final Tokens tokens;
  private final JsonServer server;

  private ErpServer(
      ErpSettings settings, Clock clock, Database database, BlockingTaskExecutor clerk) {
    this.clerk = clerk;
    this.database = database;
    this.documents = new Documents(database);
    this.tally = new Tally(database);
    // a restart goes on with other draws, else the same request would meet the same fault each time
    long requests = tally.all().values().stream().mapToLong(Long::longValue).sum();
    SplittableRandom random = new SplittableRandom(settings.seed() + requests);
    this.faults = new FaultSwitch(random.nextLong());
    this.tokens =
        new Tokens(
            settings.client(), settings.secret(), settings.tokenLife(), clock, random.split());
    this.faulty = new FaultyDesk(faults, tally, clock, clerk, tokens::expireAll);
    this.server = routes(clock).start(settings.port());
  }

  /**
   * Starts and listens. Throws when the port is taken or the folder cannot be written, and leaves
   * nothing running.
   */
  public static ErpServer start(ErpSettings settings, Clock clock) {
    Database database = Database.open(settings.folder(), FILE);
    BlockingTaskExecutor clerk =
        BlockingTaskExecutor.builder().numThreads(CLERKS).threadNamePrefix("clerk").build();
    boolean isStarted = false;
    try {
      ErpServer server = new ErpServer(settings, clock, database, clerk);
      isStarted = true;
      return server;
    } finally {
      if (!isStarted) {
        end(clerk, database);
      }
    }
  }

  public int port() {
    return server.port();
  }

  /** What waits to be committed is gone, as when the process dies. */
  @Override
  public void close() {
    server.close();
    end(clerk, database);
  }

  private static void end(BlockingTaskExecutor clerk, Database database) {
    clerk.unwrap().shutdownNow();
    database.close();
  }

  private JsonServer.Builder routes(Clock clock) {
    ErpDesk desk = new ErpDesk(documents, faulty, clock);
    return JsonServer.on(clock, clerk)
        .post("/oauth/token", tokens::issue)
        .get("/production-orders/{order}", tokens.guard(desk::order))
        .post("/production-orders/{order}/confirmations", tokens.guard(desk::confirm))
        .get("/confirmations", tokens.guard(desk::lookup))
        .post("/confirmations/{number}/reversal", tokens.guard(desk::reverse))
        .get("/control/documents", call -> Json.ok(Map.of("items", documents.all())))
        .get("/control/statistics", call -> statistics())
        .get("/control/faults", call -> Json.ok(faults.settings()))
        .post("/control/faults", this::setFaults);
  }

  private HttpResponse setFaults(Call call) {
    faults.set(Json.read(call.body(), FaultSettings.class));
    return Json.ok(faults.settings());
  }

  private HttpResponse statistics() {
    Map<String, Object> all = new LinkedHashMap<>(tally.all());
    all.put("documents", documents.count());
    all.put("waiting", faulty.waiting());
    return Json.ok(all);
  }
}
