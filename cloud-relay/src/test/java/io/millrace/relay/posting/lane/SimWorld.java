package io.millrace.relay.posting.lane;

import io.millrace.base.config.ConfigReader;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.FakeTarget;
import io.millrace.relay.connector.FakeTarget.Fault;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.connector.Target;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The engine over a store that crashes and a target that misbehaves, all in one thread. */
final class SimWorld implements AutoCloseable {
  private static final String TARGET =
      """
      target: erp
      base_url: http://localhost:1
      limits: {in_flight: 4, rate: 1000000/s, timeout: 1s, lease: 3s, settle: 2s, lookup_lag: 1s, recount: 10s}
      breaker: {failures: 5, window: 10, open: 2s}
      operations:
        confirm:
          level: %s
          poison: block
          request: {method: POST, path: '/c/{order}', body: {reference: '{reference}'}}
          request_key_header: Idempotency-Key
          document: /number
          lookup: {path: '/c?reference={reference}', items: /items, document: /number}
          undo: {method: POST, path: '/c/{document}/reversal', document: /number}
      """;

  /** Lanes whose first open posting does not wait for a person. */
  private static final String BUSY_LANES =
      """
      SELECT count(*) FROM posting WHERE id IN
        (SELECT min(id) FROM posting WHERE open = 1 GROUP BY lane)
        AND state <> 'REJECTED' AND coalesce(failure_class, '') <> 'UNKNOWN_OUTCOME'
      """;

  final ManualClock clock = new ManualClock();
  final SimStore store = new SimStore();
  final Postings postings = new Postings(clock);
  final FakeTarget fake;
  final Random random;
  final List<String> confirmed = new ArrayList<>();
  private final Cases cases;
  private final Target target;
  private final double crashes;
  private final boolean steps;
  private Engine engine;
  int crashed;

  SimWorld(
      Store unused,
      long seed,
      String level,
      boolean honoursKeys,
      Map<Fault, Double> faults,
      double crashes,
      boolean steps) {
    this.random = new Random(seed);
    this.cases = new Cases(unused, clock);
    this.target = ConfigReader.read("erp.yaml", TARGET.formatted(level), Target.class);
    this.fake =
        new FakeTarget(clock, target.limits(), () -> draw(faults), random::nextDouble, honoursKeys);
    this.crashes = crashes;
    this.steps = steps;
    this.engine = boot();
  }

  private Fault draw(Map<Fault, Double> faults) {
    double at = random.nextDouble();
    for (Fault fault : Fault.values()) {
      at -= faults.getOrDefault(fault, 0.0);
      if (at < 0) {
        return fault;
      }
    }
    return Fault.NONE;
  }

  private Engine boot() {
    Ledger ledger =
        new Ledger(
            cases,
            clock,
            postings.doubts(),
            List.of((handle, posting) -> confirmed.add(posting.key())));
    return new Engine(
        store, ledger, new Judge(random), clock, Map.of("erp", new Gate(target, fake, clock)));
  }

  long create(int order, int number) {
    NewPosting asked =
        new NewPosting(
            "acme/graz",
            "erp",
            "confirm",
            "effect",
            "PO-" + order,
            "PO-" + order + "/" + number,
            1,
            Map.of("order", "PO-" + order, "unit", Integer.toString(number)),
            List.of(),
            List.of(),
            false);
    long id = postings.create(store.handle(), asked);
    engine.intake().wake();
    return id;
  }

  /** Runs until nothing is left to do; false when that does not come within so many steps. */
  boolean run(int stepsMax) {
    for (int step = 0; step < stepsMax; step++) {
      if (step % 200 == 0 && isDone()) {
        return true;
      }
      step();
    }
    return false;
  }

  private void step() {
    if (random.nextDouble() < crashes) {
      crash();
    }
    int done = engine.work();
    if (store.isWaiting() && random.nextInt(4) > 0) {
      done += store.commit(1 + random.nextInt(8), true);
    }
    done += fake.work();
    if (done == 0) {
      clock.advance((1 + random.nextInt(60)) * 1_000_000L);
      if (steps && random.nextInt(500) == 0) {
        clock.step(Duration.ofSeconds(random.nextInt(7200) - 3600));
      }
    }
  }

  /** Kill -9 of the relay: before a commit, or after it and before anyone was told. */
  private void crash() {
    if (random.nextBoolean()) {
      store.commit(1 + random.nextInt(8), false);
    }
    store.crash();
    crashed++;
    engine = boot();
  }

  private boolean isDone() {
    boolean counted = steps || count("SELECT count(*) FROM posting WHERE counts_left > 0") == 0;
    return counted && fake.next() == null && count(BUSY_LANES) == 0;
  }

  int count(String sql) {
    return store.handle().createQuery(sql).mapTo(Integer.class).one();
  }

  /** Keys of what was given up. */
  List<String> unconfirmed() {
    return store
        .handle()
        .createQuery("SELECT key FROM posting WHERE state = 'REJECTED'")
        .mapTo(String.class)
        .list();
  }

  /** Documents per reference. */
  Map<String, Integer> documents() {
    Map<String, Integer> counts = new HashMap<>();
    fake.documents().forEach(each -> counts.merge(each.reference(), 1, Integer::sum));
    return counts;
  }

  long duplicates() {
    return documents().values().stream().filter(count -> count > 1).count();
  }

  int cases(CaseClass caseClass) {
    return count("SELECT count(*) FROM exception_case WHERE class = '" + caseClass + "'");
  }

  /** All documents of an order, in the order of their commits. */
  Map<String, List<Integer>> commits() {
    Map<String, List<Integer>> commits = new HashMap<>();
    for (FakeTarget.Document each : fake.documents()) {
      commits
          .computeIfAbsent(each.call().fields().get("order"), order -> new ArrayList<>())
          .add(Integer.valueOf(each.call().fields().get("unit")));
    }
    return commits;
  }

  /** First documents of an order, in the order of their commits. */
  Map<String, List<Integer>> firstCommits() {
    Map<String, List<Integer>> commits = new HashMap<>();
    Map<String, Boolean> seen = new HashMap<>();
    for (FakeTarget.Document each : fake.documents()) {
      if (seen.put(each.reference(), true) == null) {
        commits
            .computeIfAbsent(each.call().fields().get("order"), order -> new ArrayList<>())
            .add(Integer.valueOf(each.call().fields().get("unit")));
      }
    }
    return commits;
  }

  @Override
  public void close() {
    store.close();
  }
}
