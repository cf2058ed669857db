package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.error.MillraceException;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.FakeTarget;
import io.millrace.relay.connector.FakeTarget.Fault;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.connector.Target;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.Step;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.lane.SteppedLanes;
import io.millrace.v1.Case;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events through four flows and the real lanes to targets that refuse, drop and come late, with
 * people who decide each case and kills at any commit. At every check each counted piece is, for
 * each flow of counts, in exactly one of: the ranges of a posting, a given-up stretch, an open
 * window, a run that keeps it; and a step has begun only behind confirmed ones. In the end nothing
 * is open and no target has two documents of one posting.
 */
class FlowLanesSim {
  private static final int ROUNDS = Integer.getInteger("millrace.sim.rounds", 500);
  private static final int FINISH_MAX = 20_000;
  private static final Map<String, String> COUNTING =
      Map.of(
          "confirm-production", "production-confirmation", "with-account", "account-confirmation");
  private static final String WITH_ACCOUNT =
      """
      flow: with-account
      version: 1
      on: ProductionCount
      window: {every: 3s, pieces: 40}
      steps:
        - {name: account, lookup: crm.account, with: {order: window.order}}
        - {name: wanted, when: steps.account.account != 'NOBODY'}
        - {name: confirm, call: erp.confirm, effect: account-confirmation, with: {order: steps.account.account, yield: window.good, scrap: window.scrap}}
      """;

  @TempDir Path folder;
  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final ManualClock clock = new ManualClock();
  private final Map<String, FakeTarget> fakes = new TreeMap<>();
  private final Set<String> told = new HashSet<>();
  private final Map<String, Integer> seen = new TreeMap<>();
  private FlowBench bench;
  private SteppedLanes lanes;
  private Happenings happenings;
  private boolean calm;
  private long counted;
  private int number;

  @BeforeEach
  void begin() throws IOException {
    clock.step(Duration.between(clock.now(), Counting.START));
    for (Target target : StepFlows.TARGETS) {
      boolean knows = !target.target().equals("erp");
      fakes.put(
          target.target(),
          new FakeTarget(clock, target.limits(), this::fault, random::nextDouble, knows));
    }
    boot();
  }

  @Test
  void everyCountIsInExactlyOnePlaceAndEveryRunEndsWhateverTargetsAndPeopleDo() throws IOException {
    System.out.println("FlowLanesSim seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      happen();
      if (round % 100 == 0) {
        check();
      }
    }
    calm = true;
    finish();

    check();
    System.out.println("FlowLanesSim saw " + seen);
    assertThat(seen)
        .as("seed %d", seed)
        .containsKeys("kill", "DATA", "UNKNOWN_OUTCOME", "FLOW_STOPPED");
    assertThat(bench.store.read(bench.flows::open)).as("seed %d", seed).isEmpty();
    assertThat(bench.openCases()).as("seed %d", seed).isEmpty();
    assertThat(bench.postings())
        .as("seed %d", seed)
        .extracting(Posting::state)
        .containsOnly(PostingState.CONFIRMED, PostingState.SKIPPED);
    assertOneDocumentEach();
    bench.close();
  }

  private void boot() throws IOException {
    List<Flow> flows = new ArrayList<>();
    for (String name : List.of("confirm-production", "hold-nonconforming", "downtime-alert")) {
      flows.add(
          StepFlows.flow(Files.readString(Path.of("src/test/resources/flows", name + ".yaml"))));
    }
    flows.add(StepFlows.flow(WITH_ACCOUNT));
    bench = new FlowBench(folder, StepFlows.TARGETS, flows.toArray(Flow[]::new));
    bench.now = clock.now();
    happenings = new Happenings(bench);
    Map<Target, Connector> targets = new HashMap<>();
    for (Target target : StepFlows.TARGETS) {
      targets.put(target, new Answering(fake(target.target()), this::answer));
    }
    lanes =
        new SteppedLanes(
            bench.store,
            bench.postings,
            bench.cases,
            clock,
            random,
            targets,
            bench.flows.listener(),
            calm ? 0 : 80);
  }

  private FakeTarget fake(String target) {
    return Objects.requireNonNull(fakes.get(target), target);
  }

  private Fault fault() {
    if (calm || random.nextInt(3) > 0) {
      return Fault.NONE;
    }
    List<Fault> faults =
        List.of(
            Fault.REFUSED_CONNECTION,
            Fault.LOCKED,
            Fault.DATA,
            Fault.DATA,
            Fault.DROP_BEFORE_COMMIT,
            Fault.DROP_AFTER_COMMIT,
            Fault.LATE_WITHIN_SETTLE);
    return faults.get(random.nextInt(faults.size()));
  }

  /** What the answer says of the operation's values; at times nothing. */
  private Map<String, String> answer(String operation) {
    if (!calm && random.nextInt(6) == 0) {
      return Map.of();
    }
    String next = random.nextBoolean() ? "2026-12-01" : "2026-12-02";
    return switch (operation) {
      case "nonconformance" -> Map.of("number", "NC-" + ++number);
      case "reschedule" -> Map.of("old_date", "2026-12-01", "new_date", next);
      case "account" -> Map.of("account", random.nextInt(6) == 0 ? "NOBODY" : "A-1");
      default -> Map.of();
    };
  }

  private void happen() throws IOException {
    pass(random.nextInt(400));
    switch (random.nextInt(9)) {
      case 0 -> happenings.log(Happenings.quality(id(), "PO-" + random.nextInt(3), "102.5"));
      case 1 -> happenings.log(Happenings.down(id(), "PO-" + random.nextInt(3), 40_000));
      case 2, 3 -> happenings.log(count());
      case 4 -> tellReleases();
      case 5, 6 -> follow();
      case 7 -> decideOne();
      default -> pass(2_000);
    }
    work();
  }

  private void pass(int millis) {
    clock.advance(millis * 1_000_000L);
    bench.now = clock.now();
  }

  private void work() throws IOException {
    lanes.work();
    fakes.values().forEach(FakeTarget::work);
    lanes.work();
    if (lanes.isDead()) {
      saw("kill");
      bench.close();
      boot();
    }
  }

  private void saw(String what) {
    seen.merge(what, 1, Integer::sum);
  }

  private String id() {
    return "e-" + ++number;
  }

  private Event count() {
    long to = counted + 1 + random.nextInt(60);
    Counting press = new Counting().order("PO-" + counted / 2_000).at(bench.now);
    Event event =
        press.counter("press-1.good", CountKind.COUNT_KIND_GOOD).count(counted, to).event();
    counted = to;
    return event.toBuilder().setId(id()).build();
  }

  private void tellReleases() {
    for (Posting posting : bench.postings()) {
      if (posting.operation().equals("nonconformance") && told.add(posting.reference())) {
        happenings.log(Happenings.released(id(), posting.reference(), "RELEASED"));
        return;
      }
    }
  }

  private void follow() {
    happenings.follow();
    bench.store.writeNow(
        handle -> {
          bench.flows.rest(handle).ifPresent(rest -> bench.flows.goOn(handle, rest, bench.now));
          return true;
        });
  }

  private void decideOne() {
    List<Case> open = bench.openCases();
    if (!open.isEmpty()) {
      decide(open.get(random.nextInt(open.size())));
    }
  }

  /** A person looks at the case, and at the target where that helps. */
  private void decide(Case asked) {
    saw(asked.getClass_());
    List<String> fitting = asked.getDecisionsList();
    String decision = fitting.get(random.nextInt(fitting.size()));
    String note = "";
    if (fitting.contains("does-not-exist")) {
      if (Instant.parse(asked.getOpenedAt()).plusSeconds(60).isAfter(clock.now())) {
        return;
      }
      note = document(Long.parseLong(asked.getSubject()));
      decision = note.isEmpty() ? "does-not-exist" : "exists";
    } else if (fitting.contains("result")) {
      decision = calm || random.nextInt(3) > 0 ? "result" : decision;
      note =
          asked.getTitle().contains("downtime") && asked.getTitle().endsWith("changed")
              ? "old_date=2026-12-01 new_date=2026-12-02"
              : asked.getTitle().contains("hold") ? "number=NC-9" : "account=A-2";
    } else if (fitting.contains("done")) {
      decision = calm ? "retry" : decision;
      note = "BY-HAND-" + ++number;
    }
    try {
      bench.cases.close(asked.getId(), decision, note);
    } catch (MillraceException e) {
      saw("refused: " + decision);
      assertThat(bench.cases.get(asked.getId()).getClosedAt()).isEmpty();
    }
  }

  private String document(long posting) {
    Posting asked = bench.store.read(handle -> bench.postings.find(handle, posting)).orElseThrow();
    return fake(asked.target()).documents().stream()
        .filter(each -> each.reference().equals(asked.reference()))
        .map(FakeTarget.Document::number)
        .findFirst()
        .orElse("");
  }

  private void finish() throws IOException {
    int still = 0;
    for (int turn = 0; turn < FINISH_MAX && still < 100; turn++) {
      pass(500);
      work();
      follow();
      if (turn % 4 == 0) {
        tellReleases();
      }
      if (turn % 20 == 0) {
        bench.openCases().forEach(this::decide);
        bench.drain();
      }
      boolean idle =
          bench.openCases().isEmpty()
              && bench.store.read(bench.flows::open).isEmpty()
              && bench.postings().stream().noneMatch(each -> isOpen(each.state()));
      still = idle ? still + 1 : 0;
    }
  }

  private static boolean isOpen(PostingState state) {
    return state != PostingState.CONFIRMED && state != PostingState.SKIPPED;
  }

  private void check() {
    for (Posting posting : bench.postings()) {
      if (posting.state() == PostingState.REJECTED || posting.state() == PostingState.UNKNOWN) {
        saw(posting.state().name());
      }
    }
    COUNTING.forEach(this::checkCounts);
    long runs = bench.store.read(RunRows::newest);
    for (long run = 1; run <= runs; run++) {
      checkSteps(run);
    }
  }

  /** Behind the last step that asked, everything is confirmed; a lookup may have been left out. */
  private void checkSteps(long run) {
    Flow flow =
        bench.store.read(handle -> bench.flows.runs().running(handle, run)).orElseThrow().flow();
    List<CalledStep> calls = bench.store.read(handle -> bench.flows.calls(handle, run));
    int last = calls.stream().mapToInt(CalledStep::step).max().orElse(0);
    for (CalledStep call : calls) {
      Posting posting =
          bench.store.read(handle -> bench.postings.find(handle, call.posting())).orElseThrow();
      boolean reads = ((Step.Call) flow.steps().get(call.step())).isLookup();
      if (call.step() < last && !reads) {
        assertThat(posting.state())
            .as("seed %d, run %d, step %s", seed, run, call.name())
            .isEqualTo(PostingState.CONFIRMED);
      }
    }
  }

  /** The stretches of all places, one after the other, are the whole chain as far as it is read. */
  private void checkCounts(String flow, String effect) {
    TreeMap<Long, Long> places = new TreeMap<>();
    long end = bench.store.read(handle -> Places.of(handle, flow, effect, places, seed));
    long at = 0;
    for (Map.Entry<Long, Long> place : places.entrySet()) {
      assertThat(place.getKey()).as("seed %d, flow %s: %s", seed, flow, places).isEqualTo(at);
      at = place.getValue();
    }
    assertThat(at).as("seed %d, flow %s: %s", seed, flow, places).isEqualTo(end);
  }

  private void assertOneDocumentEach() {
    for (Posting posting : bench.postings()) {
      if (posting.target().equals("erp") && !posting.operation().equals("release")) {
        long documents =
            fake("erp").documents().stream()
                .filter(each -> each.reference().equals(posting.reference()))
                .count();
        assertThat(documents).as("seed %d, posting %s", seed, posting).isLessThanOrEqualTo(1);
        boolean byHand = String.valueOf(posting.document()).startsWith("BY-HAND");
        if (posting.state() == PostingState.CONFIRMED && !byHand) {
          assertThat(documents).as("seed %d, posting %s", seed, posting).isOne();
        }
      }
    }
  }
}
