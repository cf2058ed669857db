package io.millrace.bench;

import io.millrace.base.time.Clock;
import io.millrace.bench.report.Measurement;
import io.millrace.bench.report.Rounds;
import io.millrace.prove.account.Passage;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineSettings;
import io.millrace.prove.line.Workplace;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * From a change in the PLC to the first request that covers it at the ERP: agent and relay as
 * shipped, ten PLCs of ten counters, each of which changes five times a second. The share of poll
 * and window is what they are set to; the rest is ours.
 */
final class LatencyBench implements Bench {
  private static final String NAME = "latency";
  private static final int CHANGES_PER_SECOND = 500;
  private static final int COUNTERS = 100;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration WINDOW = Duration.ofSeconds(1);
  private static final Duration HALF_MAX = POLL.plus(WINDOW).plusMillis(150);
  private static final Duration MOST_MAX = POLL.plus(WINDOW).plusMillis(500);
  private static final Duration ROUND = Duration.ofSeconds(10);
  private static final Duration ROUND_BRIEF = Duration.ofSeconds(2);

  /** A relay asks the target about the first posting of each lane after its start. */
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  private static final Duration LEAD = Duration.ofMillis(500);
  private static final Duration ARRIVE_MAX = Duration.ofSeconds(30);
  private static final double SHARE_NEEDED = 0.9;
  private static final String GOAL = "%s at most poll + window + %d ms at %d changes/s";

  private final Clock clock = Clock.system();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String jvm() {
    return "bench";
  }

  @Override
  public List<Measurement> run(Scope scope) {
    LineSettings settings =
        new LineSettings(
            scope.seed(), 1, 1, false, true, Duration.ofSeconds(1), LineSettings.Target.QUICK);
    Duration round = scope.brief() ? ROUND_BRIEF : ROUND;
    Cadence cadence =
        new Cadence(
            COUNTERS,
            Duration.ofSeconds(1).multipliedBy(COUNTERS).dividedBy(CHANGES_PER_SECOND),
            WARM_UP.plus(round.multipliedBy(Rounds.COUNTED)),
            new Random(scope.seed()));
    try (Arrivals arrivals = new Arrivals(clock);
        CounterPlc plc = new CounterPlc(cadence, clock);
        Processes processes = new Processes();
        Workplace place = Workplace.temporary();
        Line line = new Line(Home.find(), processes, place, settings)) {
      prepare(line, arrivals, plc);
      Latencies latencies = new Latencies(cadence, WARM_UP.toNanos(), round.toNanos());
      return measure(line, arrivals, cadence, latencies, scope);
    } catch (IOException e) {
      return notTried(scope, e.toString());
    }
  }

  /** A line's own agent and relay, with other files: the presses that they knew stand still. */
  private static void prepare(Line line, Arrivals arrivals, CounterPlc plc) {
    line.stopAgent();
    line.killRelay();
    LatencyFiles.relay(line, arrivals.port(), WINDOW);
    LatencyFiles.agent(line, plc, COUNTERS, POLL);
    line.restartRelay();
    line.relayProgram().ready(Line.START_MAX);
    line.restartAgent();
    line.agentProgram().ready(Line.START_MAX);
    boolean seen = Waiting.until(() -> baselines(line) == COUNTERS, Line.START_MAX);
    if (!seen) {
      throw new IllegalStateException(
          "the agent sees %d counters\n%s"
              .formatted(baselines(line), line.agentProgram().lastLogLines()));
    }
  }

  private static long baselines(Line line) {
    return line.agentPages().status().stream()
        .flatMap(status -> status.getCountersList().stream())
        .filter(counter -> counter.getCounter().matches("c\\d+"))
        .count();
  }

  private List<Measurement> measure(
      Line line, Arrivals arrivals, Cadence cadence, Latencies latencies, Scope scope) {
    long wall = ChronoUnit.MICROS.between(Instant.EPOCH, clock.now());
    long start = clock.nanos() + LEAD.toNanos();
    cadence.start(start);
    long changes = cadence.changes();
    Duration length = Duration.ofSeconds(changes / CHANGES_PER_SECOND).plus(LEAD).plus(ARRIVE_MAX);
    boolean arrived = Waiting.until(() -> arrivals.pieces() >= changes, length);
    if (!arrived) {
      return notTried(scope, "%d of %d pieces arrived".formatted(arrivals.pieces(), changes));
    }
    List<Passage> passages = Passage.of(line.relayFolder());
    latencies.take(
        arrivals.first(), start, passages, wall + TimeUnit.NANOSECONDS.toMicros(LEAD.toNanos()));
    double events = (double) passages.size() * CHANGES_PER_SECOND / changes;
    if (events < SHARE_NEEDED * CHANGES_PER_SECOND) {
      return notTried(scope, "the relay logged only %.0f events/s".formatted(events));
    }
    return List.of(
        claim("p50", latencies.perRound(50), HALF_MAX, events, scope)
            .with("stages_ms", latencies.stages()),
        claim("p99", latencies.perRound(99), MOST_MAX, events, scope)
            .with("p50_ms", Rounds.median(latencies.perRound(50)))
            .with("max_ms", Latencies.max(latencies.perRound(100)))
            .with("stages_ms", latencies.stages()));
  }

  private static List<Measurement> notTried(Scope scope, String why) {
    return List.of(Measurement.notTried(NAME, goal("p99", MOST_MAX), scope.seed(), why));
  }

  private static Measurement claim(
      String what, double[] rounds, Duration most, double events, Scope scope) {
    double median = Rounds.median(rounds);
    return Measurement.of(
            NAME + " " + what,
            median <= most.toMillis(),
            median,
            "ms",
            goal(what, most),
            scope.seed())
        .with("poll_ms", POLL.toMillis())
        .with("window_ms", WINDOW.toMillis())
        .with("events_per_second", Math.round(events))
        .with("rounds_ms", Arrays.stream(rounds).boxed().toList());
  }

  private static String goal(String what, Duration most) {
    return GOAL.formatted(what, most.minus(POLL).minus(WINDOW).toMillis(), CHANGES_PER_SECOND);
  }
}
