package io.millrace.bench;

import io.millrace.bench.report.Rounds;
import io.millrace.prove.account.Passage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How long each change took to reach the business system, and where it spent that time, round by
 * round: a change belongs to the round in which it happened. Times in nanoseconds since the
 * cadence's start. One thread.
 */
final class Latencies {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final List<String> STAGES =
      List.of("read", "logged", "window_closed", "begun", "arrived");

  private final Cadence cadence;
  private final long warmUpNanos;
  private final long roundNanos;
  private final List<List<Long>> rounds = new ArrayList<>();
  private final Map<String, List<Long>> stages = new LinkedHashMap<>();

  /** What changes in the first time counts for nothing; then come rounds of equal length. */
  Latencies(Cadence cadence, long warmUpNanos, long roundNanos) {
    this.cadence = cadence;
    this.warmUpNanos = warmUpNanos;
    this.roundNanos = roundNanos;
    for (int i = 0; i < Rounds.COUNTED; i++) {
      this.rounds.add(new ArrayList<>());
    }
    STAGES.forEach(stage -> stages.put(stage, new ArrayList<>()));
  }

  /**
   * Takes all that arrived; arrivals of one order are in its order. Passages are by the wall clock:
   * {@code startMicros} is the start by it. IllegalStateException when counts do not fit.
   */
  void take(
      List<Arrivals.Arrival> arrivals, long startNanos, List<Passage> passages, long startMicros) {
    long[][] arrived = arrived(arrivals, startNanos);
    for (int counter = 0; counter < arrived.length; counter++) {
      for (int value = 1; value < arrived[counter].length; value++) {
        long changed = cadence.changedNanos(counter, value);
        if (changed >= warmUpNanos) {
          rounds
              .get((int) ((changed - warmUpNanos) / roundNanos))
              .add(arrived[counter][value] - changed);
        }
      }
    }
    for (Passage passage : passages) {
      int counter = Integer.parseInt(passage.counter().replaceAll("\\D", ""));
      for (long value = passage.from() + 1; value <= passage.to(); value++) {
        stage(
            passage,
            startMicros,
            cadence.changedNanos(counter, value),
            arrived[counter][(int) value]);
      }
    }
  }

  /** When each value of each counter was first covered, by counter and value. */
  private long[][] arrived(List<Arrivals.Arrival> arrivals, long startNanos) {
    long[][] arrived = new long[cadence.counters()][];
    int[] covered = new int[cadence.counters()];
    for (int counter = 0; counter < arrived.length; counter++) {
      arrived[counter] = new long[(int) cadence.last(counter) + 1];
    }
    for (Arrivals.Arrival arrival : arrivals) {
      int counter = arrival.order() - 1;
      for (int piece = 0; piece < arrival.pieces(); piece++) {
        arrived[counter][++covered[counter]] = arrival.nanos() - startNanos;
      }
    }
    for (int counter = 0; counter < arrived.length; counter++) {
      if (covered[counter] != cadence.last(counter)) {
        throw new IllegalStateException(
            "counter %d showed %d, %d arrived"
                .formatted(counter, cadence.last(counter), covered[counter]));
      }
    }
    return arrived;
  }

  private void stage(Passage passage, long startMicros, long changed, long arrived) {
    if (changed < warmUpNanos) {
      return;
    }
    long[] at = {
      changed,
      since(passage.read(), startMicros),
      since(passage.logged(), startMicros),
      since(passage.closed(), startMicros),
      since(passage.begun(), startMicros),
      arrived
    };
    for (int i = 0; i < STAGES.size(); i++) {
      Objects.requireNonNull(stages.get(STAGES.get(i))).add(at[i + 1] - at[i]);
    }
  }

  private static long since(long micros, long startMicros) {
    return (micros - startMicros) * NANOS_PER_MICRO;
  }

  /** The percentile of each round, in milliseconds. */
  double[] perRound(int percent) {
    return rounds.stream().mapToDouble(round -> percentile(round, percent)).toArray();
  }

  /** What each stage took in all rounds, in milliseconds. */
  Map<String, Map<String, Double>> stages() {
    Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
    stages.forEach(
        (stage, took) -> {
          Map<String, Double> figure = new LinkedHashMap<>();
          figure.put("p50", percentile(took, 50));
          figure.put("p99", percentile(took, 99));
          figures.put(stage, figure);
        });
    return figures;
  }

  /** The value that so many of a hundred do not exceed; 0 of none. */
  private static double percentile(List<Long> nanos, int percent) {
    if (nanos.isEmpty()) {
      return 0;
    }
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    int at = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
    return Math.round(sorted[Math.max(0, at)] / NANOS_PER_MILLI * 10) / 10.0;
  }

  /** Largest of the rounds' values. */
  static double max(double... values) {
    return Arrays.stream(values).max().orElse(0);
  }
}
