package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.posting.Posting;
import io.millrace.v1.Case;
import io.millrace.v1.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions and events that concern more runs than one transaction takes: none is orphaned. */
class ManyRunsIT {
  private static final int RUNS = 2 * Rest.RUNS_MAX + 50;
  private static final Flow WAIT =
      StepFlows.flow(
          """
          flow: wait
          on: QualityResult
          steps:
            - name: released
              wait: Nonconformance
              where: event.keys.order == 'none' || nonconformance.status == vars.mine
              match: [nonconformance.request, "'all'"]
              limit: 7d
            - {name: record, call: qms.nonconformance, effect: nonconformance, with: {order: event.keys.order, value: quality_result.value}}
          """
              .replace("steps:\n", "steps:\n  - {name: own, map: {mine: quality_result.value}}\n"));

  @TempDir Path folder;

  private static List<LoggedValue> values(String value) {
    return IntStream.range(0, RUNS).mapToObj(i -> new LoggedValue("q-" + i, value)).toList();
  }

  private record LoggedValue(String id, String value) {
    Event event() {
      return Happenings.quality(id, "PO-1", value);
    }
  }

  private static void log(FlowBench bench, List<LoggedValue> values) {
    new Happenings(bench).log(values.stream().map(LoggedValue::event).toArray(Event[]::new));
  }

  private static FlowWorker worker(FlowBench bench) {
    return new FlowWorker(bench.store, bench.log, bench.flows, bench);
  }

  private static void work(FlowWorker worker) {
    for (int cycles = 0; worker.work() > 0; cycles++) {
      assertThat(cycles).isLessThan(100);
    }
  }

  private static Map<RunState, Long> runs(FlowBench bench) {
    return IntStream.rangeClosed(1, RUNS)
        .mapToObj(bench::run)
        .collect(Collectors.groupingBy(Run::state, Collectors.counting()));
  }

  @Test
  void aDecisionEndsAllRunsOfItsCaseThoughTheRelayIsRestartedMeanwhile() {
    long asked;
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.WEIGH)) {
      log(bench, values("heavy"));
      work(worker(bench));
      assertThat(runs(bench)).containsOnly(Map.entry(RunState.STOPPED, (long) RUNS));
      assertThat(bench.openCases()).hasSize(1);
      asked = bench.openCases().get(0).getId();
      bench.cases.close(asked, "end", "");
    }
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.WEIGH)) {
      work(worker(bench));

      assertThat(runs(bench)).containsOnly(Map.entry(RunState.ENDED, (long) RUNS));
      assertThat(bench.openCases()).isEmpty();
    }
  }

  @Test
  void runsThatStopAgainAreAskedAboutOnceAndNotTriedForEver() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.WEIGH)) {
      log(bench, values("heavy"));
      FlowWorker worker = worker(bench);
      work(worker);
      bench.cases.close(bench.openCases().get(0).getId(), "retry", "");
      work(worker);

      assertThat(runs(bench)).containsOnly(Map.entry(RunState.STOPPED, (long) RUNS));
      assertThat(bench.openCases())
          .singleElement()
          .extracting(Case::getOccurrences)
          .isEqualTo((long) RUNS);
    }
  }

  @Test
  void whatADecisionCannotDoToLaterRunsIsAskedAboutAnew() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.WEIGH)) {
      log(bench, values("heavy"));
      FlowWorker worker = worker(bench);
      work(worker);
      bench.cases.close(bench.openCases().get(0).getId(), "retry-newest", "");
    }
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS)) {
      work(worker(bench));

      Case anew =
          bench.openCases().stream()
              .filter(each -> each.getDetail().startsWith("'retry-newest' went wrong"))
              .findFirst()
              .orElseThrow();
      assertThat(anew.getDetail()).contains("flow weigh is not active any more");
      bench.cases.close(anew.getId(), "end", "");
      work(worker(bench));
      assertThat(runs(bench)).containsOnly(Map.entry(RunState.ENDED, (long) RUNS));
    }
  }

  @Test
  void anEventWakesTheOneRunThatItIsForAmongThousandsThatCompareAlike() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, WAIT)) {
      log(bench, values("1"));
      log(bench, List.of(new LoggedValue("q-last", "2")));
      FlowWorker worker = worker(bench);
      work(worker);
      assertThat(bench.postings()).isEmpty();

      new Happenings(bench).log(Happenings.released("n-1", "all", "2"));
      work(worker);

      assertThat(bench.run(RUNS + 1).state()).isEqualTo(RunState.CALLING);
      assertThat(bench.postings()).extracting(Posting::operation).containsExactly("nonconformance");
      new Happenings(bench).log(Happenings.released("n-2", "all", "1"));
      work(worker);
      assertThat(runs(bench)).containsOnly(Map.entry(RunState.CALLING, (long) RUNS));
    }
  }

  @Test
  void aRunThatStopsAfterADecisionIsAskedAboutAnew() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.WEIGH)) {
      log(bench, values("heavy"));
      FlowWorker worker = worker(bench);
      work(worker);
      bench.cases.close(bench.openCases().get(0).getId(), "end", "");
      Happenings happenings = new Happenings(bench);
      happenings.take(Happenings.quality("q-after", "PO-1", "heavy"));
      work(worker(bench));

      assertThat(runs(bench)).containsOnly(Map.entry(RunState.ENDED, (long) RUNS));
      assertThat(bench.run(RUNS + 1).state()).isEqualTo(RunState.STOPPED);
      assertThat(bench.openCases()).singleElement().extracting(Case::getOccurrences).isEqualTo(1L);
    }
  }

  @Test
  void aDecisionThatARunCannotBearIsAskedAboutAnewAndHoldsNobodyUp() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, StepFlows.WEIGH)) {
      log(bench, values("heavy"));
      FlowWorker worker = worker(bench);
      work(worker);
      bench.cases.close(bench.openCases().get(0).getId(), "end", "");
      spoil(bench, RUNS);
      log(bench, List.of(new LoggedValue("q-after", "200")));
      work(worker);

      assertThat(bench.run(RUNS + 1).state()).isEqualTo(RunState.CALLING);
      assertThat(bench.openCases())
          .singleElement()
          .extracting(Case::getDetail)
          .asString()
          .startsWith("'end' went wrong: ");
    }
  }

  @Test
  void anEventThatARunCannotBearIsAskedAboutAndHoldsNobodyUp() {
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, WAIT)) {
      log(bench, values("1"));
      FlowWorker worker = worker(bench);
      work(worker);
      new Happenings(bench).log(Happenings.released("n-1", "all", "1"));
      new Happenings(bench).follow();
      spoil(bench, RUNS);
      work(worker(bench));

      long healthy = 2L * Rest.RUNS_MAX;
      assertThat(runs(bench))
          .containsOnly(
              Map.entry(RunState.CALLING, healthy), Map.entry(RunState.STOPPED, RUNS - healthy));
      Case asked = bench.openCases().get(0);
      assertThat(asked.getOccurrences()).isEqualTo(RUNS - healthy);
      mend(bench, RUNS);
      bench.cases.close(asked.getId(), "retry", "");
      assertThat(runs(bench)).containsOnly(Map.entry(RunState.CALLING, (long) RUNS));
    }
  }

  /** Makes what the run knows unreadable. */
  private static void spoil(FlowBench bench, long run) {
    content(bench, run, "'{' || content");
  }

  private static void mend(FlowBench bench, long run) {
    content(bench, run, "substr(content, 2)");
  }

  private static void content(FlowBench bench, long run, String value) {
    bench.store.writeNow(
        handle -> handle.execute("UPDATE flow_run SET content = " + value + " WHERE id = ?", run));
  }
}
