package io.millrace.sim.enterprise.desk;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import io.millrace.base.time.Clock;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Handler;
import io.millrace.sim.http.Json;
import io.millrace.sim.http.JsonServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/**
 * What a simulated business system stands on: its database, its clerk, tokens, faults, and the
 * endpoints that all of them have. Routes are added, then it is served.
 */
public final class Desk {
  private static final int CLERKS = 1;

  private final BlockingTaskExecutor clerk;
  private final Database database;
  private final Documents documents;
  private final Tally tally;
  private final FaultSwitch faults;
  private final FaultyDesk faulty;
  private final Tokens tokens;
  private final Clock clock;
  private final JsonServer.Builder routes;
  private boolean sendsWebhooks;

  private Desk(
      DeskSettings settings,
      List<Kind> kinds,
      Clock clock,
      Database database,
      BlockingTaskExecutor clerk) {
    this.clerk = clerk;
    this.clock = clock;
    this.database = database;
    this.documents = new Documents(database, kinds);
    this.tally = new Tally(database);
    // a restart goes on with other draws, else the same request would meet the same fault each time
    SplittableRandom random = new SplittableRandom(settings.seed() + tally.requests());
    this.faults = new FaultSwitch(random.nextLong());
    this.tokens =
        new Tokens(
            settings.client(), settings.secret(), settings.tokenLife(), clock, random.split());
    this.faulty = new FaultyDesk(faults, database, tally, clock, clerk, tokens::expireAll);
    this.routes = control();
  }

  /**
   * Opens the database. STORE_UNAVAILABLE when the folder cannot be written, and nothing is left
   * running.
   *
   * @param file the database's name in the settings' folder
   * @param kinds of documents that the system keeps
   */
  public static Desk open(DeskSettings settings, String file, List<Kind> kinds, Clock clock) {
    Database database = Database.open(settings.folder(), file);
    BlockingTaskExecutor clerk =
        BlockingTaskExecutor.builder().numThreads(CLERKS).threadNamePrefix("clerk").build();
    boolean isOpened = false;
    try {
      Desk desk = new Desk(settings, kinds, clock, database, clerk);
      isOpened = true;
      return desk;
    } finally {
      if (!isOpened) {
        end(clerk, database);
      }
    }
  }

  public Documents documents() {
    return documents;
  }

  public FaultyDesk faulty() {
    return faulty;
  }

  public Clock clock() {
    return clock;
  }

  /** The one thread on which everything runs, in order. */
  public Executor clerk() {
    return clerk;
  }

  public Tally tally() {
    return tally;
  }

  /** Says that this system sends webhooks, so that their faults may be set. */
  public FaultSwitch withWebhooks() {
    sendsWebhooks = true;
    return faults;
  }

  /** Serves GET to those who have a token. */
  public Desk get(String path, Handler handler) {
    routes.get(path, tokens.guard(handler));
    return this;
  }

  /** Serves POST to those who have a token. */
  public Desk post(String path, Handler handler) {
    routes.post(path, tokens.guard(handler));
    return this;
  }

  /** Serves PUT to those who have a token. */
  public Desk put(String path, Handler handler) {
    routes.put(path, tokens.guard(handler));
    return this;
  }

  /** Serves POST to whoever steers the simulator. */
  public Desk control(String path, Handler handler) {
    routes.post("/control" + path, handler);
    return this;
  }

  /** Documents of those kinds by the query's reference, as far as the index knows them. */
  public Handler lookup(Kind... kinds) {
    List<Kind> among = List.of(kinds);
    return call -> {
      String reference = call.query("reference");
      if (reference == null) {
        throw new IllegalArgumentException("reference is missing");
      }
      return found(documents.byReference(among, reference, clock.now()));
    };
  }

  /** {@code {"items":[…]}}. */
  public static HttpResponse found(List<Document> documents) {
    return Json.ok(Map.of("items", documents.stream().map(Document::answer).toList()));
  }

  /** Listens. Throws when the port is taken, and leaves nothing running. */
  public DeskServer serve(int port) {
    boolean isServing = false;
    try {
      DeskServer server = new DeskServer(routes.start(port), this);
      isServing = true;
      return server;
    } finally {
      if (!isServing) {
        close();
      }
    }
  }

  /** Ends the clerk and closes the database; what waits to be committed is gone. */
  void close() {
    end(clerk, database);
  }

  private static void end(BlockingTaskExecutor clerk, Database database) {
    clerk.unwrap().shutdownNow();
    database.close();
  }

  private JsonServer.Builder control() {
    return JsonServer.on(clock, clerk)
        .post("/oauth/token", tokens::issue)
        .get("/control/documents", call -> whole(documents.all()))
        .get("/control/history", call -> whole(documents.history()))
        .get("/control/statistics", call -> statistics())
        .get("/control/faults", call -> Json.ok(faults.settings()))
        .post("/control/faults", this::setFaults);
  }

  private static HttpResponse whole(List<Document> documents) {
    return Json.ok(Map.of("items", documents.stream().map(Document::whole).toList()));
  }

  private HttpResponse setFaults(Call call) {
    FaultSettings wanted = Json.read(call.body(), FaultSettings.class);
    if (wanted.concernsWebhooks() && !sendsWebhooks) {
      throw new IllegalArgumentException("this system sends no webhook that could misbehave");
    }
    faults.set(wanted);
    return Json.ok(wanted);
  }

  private HttpResponse statistics() {
    Map<String, Object> all = new LinkedHashMap<>(tally.all());
    all.put("documents", documents.count());
    all.put("waiting", faulty.waiting());
    return Json.ok(all);
  }
}
