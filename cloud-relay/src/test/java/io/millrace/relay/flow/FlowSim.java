package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.v1.CountKind;
import io.millrace.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random events through three flows over one store, whose postings are confirmed, refused and left
 * out at random, with kills between transactions and within them. In the end every run is over,
 * each effect was made once, and what the CRM was told last is what the ERP has.
 */
class FlowSim {
  private static final int ROUNDS = 400;

  @TempDir Path folder;
  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Set<String> told = new HashSet<>();
  private FlowBench bench;
  private Happenings happenings;
  private int kills;
  private long counted;
  private int number;

  @Test
  void everyRunEndsAndEachEffectIsMadeOnceWhateverIsKilled() throws IOException {
    System.out.println("FlowSim seed " + seed);
    for (int round = 0; round < ROUNDS; round++) {
      bench.now = bench.now.plusMillis(random.nextInt(2_000));
      happen();
      if (random.nextInt(12) == 0) {
        kill();
      }
    }
    finish();

    assertThat(kills).as("seed %d", seed).isGreaterThan(5);
    assertAllOver();
    assertEachEffectOnce();
    assertSums();
    bench.close();
  }

  @BeforeEach
  void begin() throws IOException {
    bench = bench(Counting.START);
    happenings = new Happenings(bench);
  }

  private FlowBench bench(Instant now) throws IOException {
    List<Flow> flows = new ArrayList<>();
    for (String name : List.of("confirm-production", "hold-nonconforming", "downtime-alert")) {
      flows.add(
          StepFlows.flow(Files.readString(Path.of("src/test/resources/flows", name + ".yaml"))));
    }
    FlowBench opened = new FlowBench(folder, StepFlows.TARGETS, flows.toArray(Flow[]::new));
    opened.now = now;
    return opened;
  }

  private void kill() throws IOException {
    kills++;
    bench.close();
    bench = bench(bench.now);
    happenings = new Happenings(bench);
  }

  private void happen() {
    switch (random.nextInt(7)) {
      case 0 -> happenings.log(Happenings.quality(id(), order(), "102.5"));
      case 1 -> happenings.log(Happenings.down(id(), order(), 20_000 + random.nextInt(20_000)));
      case 2 -> happenings.log(count());
      case 3 -> tellReleases();
      case 4 -> follow();
      default -> decide();
    }
  }

  private String id() {
    return "e-" + ++number;
  }

  private String order() {
    return "PO-" + random.nextInt(3);
  }

  private Event count() {
    long to = counted + 1 + random.nextInt(60);
    Counting press = new Counting().order("PO-" + counted / 2_000).at(bench.now);
    LoggedEvent event = press.counter("press-1.good", CountKind.COUNT_KIND_GOOD).count(counted, to);
    counted = to;
    return event.event().toBuilder().setId(id()).build();
  }

  /** Some are told before their run waits for them. */
  private void tellReleases() {
    for (Posting posting : bench.postings()) {
      if (posting.operation().equals("nonconformance") && told.add(posting.reference())) {
        happenings.log(Happenings.released(id(), posting.reference(), "OPEN"));
        happenings.log(Happenings.released(id(), posting.reference(), "RELEASED"));
        return;
      }
    }
  }

  /** Takes some of what is logged; at times all of it is undone, as by a kill before the commit. */
  private void follow() {
    List<LoggedEvent> pending = happenings.pending();
    List<LoggedEvent> chunk = pending.subList(0, Math.min(pending.size(), 1 + random.nextInt(10)));
    boolean dies = random.nextInt(5) == 0;
    bench
        .store
        .write(
            handle -> {
              bench.flows.advance(handle, bench.flows.position(handle), chunk, bench.now);
              return perhapsDie(dies);
            })
        .handle((done, thrown) -> thrown)
        .join();
  }

  private static boolean perhapsDie(boolean dies) {
    if (dies) {
      throw new IllegalStateException("killed");
    }
    return true;
  }

  private void decide() {
    List<Posting> open =
        bench.postings().stream().filter(each -> each.state() == PostingState.READY).toList();
    if (open.isEmpty()) {
      return;
    }
    Posting posting = open.get(random.nextInt(Math.min(3, open.size())));
    boolean first = posting.operation().equals("nonconformance");
    settle(posting, first && random.nextInt(6) == 0, random.nextInt(5) == 0);
  }

  /** Confirms it with what its target says, or leaves it out. */
  private void settle(Posting posting, boolean drops, boolean dies) {
    bench
        .store
        .write(
            handle -> {
              handle.execute(
                  "UPDATE posting SET state = ?, open = 0, document = ?, result = ? WHERE id = ?",
                  drops ? "SKIPPED" : "CONFIRMED",
                  drops ? null : "D-" + posting.id(),
                  result(posting),
                  posting.id());
              Posting settled = bench.postings.find(handle, posting.id()).orElseThrow();
              if (drops) {
                bench.flows.listener().dropped(handle, settled);
              } else {
                bench.flows.listener().confirmed(handle, settled);
              }
              return perhapsDie(dies);
            })
        .handle((done, thrown) -> thrown)
        .join();
  }

  private static String result(Posting posting) {
    boolean moved = posting.id() % 3 > 0;
    return "{\"number\":\"NC-%d\",\"account\":\"A\",\"old_date\":\"2026-12-01\",\"new_date\":\"%s\"}"
        .formatted(posting.id(), moved ? "2026-12-02" : "2026-12-01");
  }

  private void finish() {
    for (int calm = 0; calm < 5; ) {
      int before = bench.postings().size();
      happenings.follow();
      bench.postings().stream()
          .filter(each -> each.state() == PostingState.READY)
          .forEach(each -> settle(each, false, false));
      tellReleases();
      bench.drain();
      boolean still = bench.postings().size() == before && happenings.pending().isEmpty();
      calm = still ? calm + 1 : 0;
    }
  }

  private void assertAllOver() {
    assertThat(bench.store.read(bench.flows::open)).as("seed %d", seed).isEmpty();
    assertThat(bench.openCases()).as("seed %d", seed).isEmpty();
    assertThat(bench.postings())
        .as("seed %d", seed)
        .extracting(Posting::state)
        .isSubsetOf(PostingState.CONFIRMED, PostingState.SKIPPED);
  }

  /** One record per event that asks for one, and one of each further step behind it. */
  private void assertEachEffectOnce() {
    Map<String, Integer> asked = new HashMap<>();
    List<LoggedEvent> all = bench.store.read(handle -> bench.log.after(handle, 0, 10_000));
    for (LoggedEvent logged : all) {
      if (logged.event().hasQualityResult()) {
        asked.merge("nonconformance", 1, Integer::sum);
      }
      if (logged.event().hasDowntime() && logged.event().getDowntime().getDurationMs() >= 30_000) {
        asked.merge("reschedule", 1, Integer::sum);
      }
    }
    Map<String, Integer> made = new HashMap<>();
    Map<String, Integer> confirmed = new HashMap<>();
    for (Posting posting : bench.postings()) {
      made.merge(posting.operation(), 1, Integer::sum);
      if (posting.state() == PostingState.CONFIRMED) {
        confirmed.merge(posting.operation(), 1, Integer::sum);
      }
    }
    assertThat(made.get("nonconformance")).isEqualTo(asked.get("nonconformance"));
    assertThat(made.get("reschedule")).isEqualTo(asked.get("reschedule"));
    assertThat(made.get("hold")).isEqualTo(confirmed.get("nonconformance"));
    assertThat(made.get("release")).isEqualTo(confirmed.get("hold"));
    assertThat(made.get("order-status")).isEqualTo(confirmed.get("confirm"));
    assertThat(bench.postings()).extracting(Posting::key).doesNotHaveDuplicates();
  }

  private void assertSums() {
    Map<String, Quantity> erp = new HashMap<>();
    Map<String, String> crm = new HashMap<>();
    for (Posting posting : bench.postings()) {
      if (posting.operation().equals("confirm")) {
        erp.merge(
            posting.order(),
            Quantity.parse(posting.fields().getOrDefault("yield", "")),
            Quantity::plus);
      } else if (posting.operation().equals("order-status")) {
        crm.put(posting.order(), posting.fields().get("quantity"));
      }
    }
    Map<String, String> sums = new HashMap<>();
    erp.forEach((order, sum) -> sums.put(order, sum.toString()));
    assertThat(crm).as("seed %d", seed).isEqualTo(sums);
    assertThat(erp.values().stream().reduce(Quantity.ZERO, Quantity::plus))
        .isEqualTo(Quantity.of(counted));
  }
}
