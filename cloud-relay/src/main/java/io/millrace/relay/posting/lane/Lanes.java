package io.millrace.relay.posting.lane;

import io.millrace.base.time.Clock;
import io.millrace.base.worker.WorkerRunner;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.Target;
import io.millrace.relay.posting.Doubts;
import io.millrace.relay.posting.PostingListener;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Tallies;
import io.millrace.relay.store.Store;
import io.millrace.v1.TargetStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The running lanes of all targets. Starting one makes what a killed relay left SENDING UNKNOWN,
 * and goes on with everything that is open. Any thread.
 */
public final class Lanes implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMillis(10);
  private final Store store;
  private final Map<String, Gate> gates;
  private final WorkerRunner runner;

  private Lanes(Store store, Map<String, Gate> gates, WorkerRunner runner) {
    this.store = store;
    this.gates = gates;
    this.runner = runner;
  }

  /**
   * Starts the one engine over that store; registers its decisions with the cases, so once per
   * {@link Cases}. Connectors are closed with it. Postings for a target that is not among them stay
   * READY.
   */
  public static Lanes start(
      Store store,
      Postings postings,
      Cases cases,
      Clock clock,
      RandomGenerator random,
      Map<Target, Connector> targets,
      List<PostingListener> listeners) {
    Map<String, Gate> gates = new HashMap<>();
    targets.forEach(
        (target, connector) -> gates.put(target.target(), new Gate(target, connector, clock)));
    Ledger ledger = new Ledger(cases, clock, postings.doubts(), List.copyOf(listeners));
    Engine engine = new Engine(store::write, ledger, new Judge(random), clock, gates);
    WorkerRunner runner = WorkerRunner.start(engine, IDLE);
    engine.inbox().onArrival(runner::wake);
    postings.onCreated(
        () -> {
          engine.intake().wake();
          runner.wake();
        });
    new PostingDecisions(ledger, clock, engine.intake()::rescan).register(cases);
    return new Lanes(store, gates, runner);
  }

  /**
   * Registers what decisions do to postings where no lanes run, as for a command that works on the
   * files; running lanes register them themselves.
   */
  public static void registerDecisions(Cases cases, Clock clock, List<PostingListener> listeners) {
    new PostingDecisions(new Ledger(cases, clock, new Doubts(), listeners), clock, () -> {})
        .register(cases);
  }

  /** How each target is, by its name; blocks on the store. */
  public List<TargetStatus> status() {
    return new TreeMap<>(gates).values().stream().map(this::status).toList();
  }

  private TargetStatus status(Gate gate) {
    return TargetStatus.newBuilder()
        .setTarget(gate.target.target())
        .setBreaker(gate.breakerState())
        .setInFlight(gate.inFlight())
        .setBacklog(backlog(gate.target.target()))
        .setPausedMs(gate.pausedMillis())
        .setLastFailure(gate.lastFailure().map(Object::toString).orElse(""))
        .setLastFailureAt(gate.lastFailure().map(each -> each.at().toString()).orElse(""))
        .setRecoveredAt(gate.recoveredAt().map(Object::toString).orElse(""))
        .build();
  }

  private long backlog(String target) {
    return store.read(handle -> Tallies.backlog(handle, target));
  }

  /** Starts nothing new, waits a moment for requests that run, then closes the connectors. */
  @Override
  public void close() {
    runner.close();
    gates.values().forEach(gate -> gate.connector.close());
  }
}
