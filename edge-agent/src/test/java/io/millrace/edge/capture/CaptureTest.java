package io.millrace.edge.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.base.config.Rate;
import io.millrace.base.id.Ids;
import io.millrace.base.quantity.Quantity;
import io.millrace.edge.ManualClock;
import io.millrace.edge.derive.CounterKind;
import io.millrace.edge.derive.CounterRule;
import io.millrace.edge.derive.CounterSettings;
import io.millrace.edge.derive.Derivations;
import io.millrace.edge.derive.Rules;
import io.millrace.edge.derive.TelemetryRule;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.GapReason;
import io.millrace.v1.ProductionCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CaptureTest {
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Map<String, Set<String>> TAGS =
      Map.of("press-1", Set.of("good", "order", "heat"));

  private final MemoryJournal disk = new MemoryJournal();
  private final ManualClock clock = new ManualClock();
  private Capture capture = begin();

  @Test
  void countsAreJournalledAndShown() {
    see(10);
    see(14);

    assertThat(counts()).extracting(ProductionCount::getQuantity).containsExactly("0", "4");
    assertThat(capture.health().counters())
        .singleElement()
        .satisfies(counter -> assertThat(counter.getTotal()).isEqualTo("4"))
        .satisfies(counter -> assertThat(counter.getOrder()).isEqualTo("PO-1"))
        .satisfies(counter -> assertThat(counter.getKind()).isEqualTo("GOOD"));
    assertThat(capture.health().reason()).isEmpty();
  }

  @Test
  void j3WhatWasNotJournalledWasNotCounted() {
    see(10);
    disk.eventsLeft = 0;
    see(14);

    assertThat(capture.health().counters().get(0).getTotal()).isEqualTo("0");
    assertThat(capture.health().counters().get(0).getRegister()).isEqualTo("4");
    assertThat(capture.health().reason()).startsWith("JOURNAL_FULL");
    capture = begin();
    assertThat(capture.health().counters().get(0).getRegister()).as("not read yet").isEmpty();
    disk.eventsLeft = Integer.MAX_VALUE;
    see(15);
    assertThat(counts()).extracting(ProductionCount::getQuantity).containsExactly("0", "5");
  }

  @Test
  void aFullJournalLosesNoCountAndIsTriedAgain() {
    see(10);
    disk.eventsLeft = 0;
    see(14);
    see(20);
    disk.eventsLeft = Integer.MAX_VALUE;
    capture.work();
    assertThat(counts()).as("not before the retry").hasSize(1);
    clock.pass(Capture.RETRY);
    capture.work();

    assertThat(counts()).extracting(ProductionCount::getQuantity).containsExactly("0", "4", "6");
    assertThat(capture.health().reason()).isEmpty();
  }

  @Test
  void whatFindsNoRoomIsDroppedWithinAGapAndTheCounterCatchesUp() {
    see(10);
    disk.eventsLeft = 0;
    int value = 10;
    int dropped = 0;
    while (dropped < 5) {
      clock.pass(POLL);
      dropped += capture.offer(scan(++value)) ? 0 : 1;
      capture.work();
    }
    disk.eventsLeft = Integer.MAX_VALUE;
    clock.pass(Capture.RETRY);
    capture.work();
    see(value);

    assertThat(sum()).isEqualTo(value - 10);
    assertThat(capture.health().counts()).containsEntry("scans_dropped", 5L);
    Gap gap = gaps().get(gaps().size() - 1);
    assertThat(gap.getReason()).isEqualTo(GapReason.GAP_REASON_JOURNAL_FULL);
    assertThat(gap.getCount()).isEqualTo(5 * 3);
    assertThat(gap.hasTo()).isTrue();
  }

  @Test
  void telemetryGivesWayWithinAGapAndEventsGoOn() {
    see(10);
    disk.telemetryFull = true;
    see(11);
    see(12);
    disk.telemetryFull = false;
    see(13);

    assertThat(sum()).isEqualTo(3);
    assertThat(gaps()).hasSize(2);
    assertThat(gaps()).allMatch(gap -> gap.getStream().equals("telemetry"));
    assertThat(gaps().get(0).hasTo()).isFalse();
    assertThat(gaps().get(1).getCount()).isEqualTo(2);
    assertThat(gaps().get(1).getFrom()).isEqualTo(gaps().get(0).getFrom());
  }

  @Test
  void holesThatRecoveryFoundAreDeclaredFirst() {
    disk.holes.add(new JournalItem.Hole(5, 9, "e", JournalItem.Reason.JOURNAL_DAMAGED));
    capture = begin();
    disk.eventsLeft = 0;
    capture.work();
    disk.eventsLeft = Integer.MAX_VALUE;
    clock.pass(Capture.RETRY);
    see(10);

    Gap gap = gaps().get(0);
    assertThat(gap.getReason()).isEqualTo(GapReason.GAP_REASON_JOURNAL_DAMAGED);
    assertThat(List.of(gap.getFirstSequence(), gap.getLastSequence(), gap.getCount()))
        .containsExactly(5L, 9L, 5L);
    assertThat(gap.getStream()).isEqualTo("events");
    assertThat(gaps()).hasSize(1);
  }

  @Test
  void j8AHoleIsToldOnlyWhenItsGapSurvivesAPowerCut() {
    see(10);
    disk.durable = disk.events.size();
    JournalItem.Hole hole = new JournalItem.Hole(1, 4, "e", JournalItem.Reason.JOURNAL_FULL);
    disk.arisen.add(hole);
    see(10);
    see(11);
    assertThat(gaps()).hasSize(1);
    assertThat(disk.told).isEmpty();

    disk.durable = disk.events.size();
    see(12);

    assertThat(disk.told).containsExactly(hole);
  }

  @Test
  void holesThatAriseWhileRunningAreDeclared() {
    see(10);
    disk.arisen.add(new JournalItem.Hole(1, 4, "e", JournalItem.Reason.JOURNAL_FULL));
    see(10);

    Gap gap = gaps().get(0);
    assertThat(gap.getReason()).isEqualTo(GapReason.GAP_REASON_JOURNAL_FULL);
    assertThat(gap.getStream()).isEqualTo("telemetry");
    assertThat(gap.getLastSequence()).isEqualTo(4);
  }

  @Test
  void anOutageIsAGapFromTheLastReadingToTheFirst() {
    see(10);
    Instant last = clock.now();
    capture.lost("press-1", last, "no answer");
    capture.work();
    clock.pass(Duration.ofSeconds(9));
    see(10);

    assertThat(gaps()).hasSize(2);
    assertThat(gaps().get(1).getFrom().getSeconds()).isEqualTo(last.getEpochSecond());
    assertThat(gaps().get(1).getTo().getSeconds()).isEqualTo(clock.now().getEpochSecond());
  }

  @Test
  void j3AtEveryKillAndEveryFullDiskTheCountIsWhatWasMade() {
    long seed = new Random().nextLong();
    System.err.println("CaptureTest seed " + seed);
    Random random = new Random(seed);
    int made = 10;
    see(made);
    for (int step = 0; step < 3_000; step++) {
      made += random.nextInt(8);
      int what = random.nextInt(30);
      if (what == 0) {
        capture = begin();
      } else if (what == 1) {
        disk.eventsLeft = random.nextInt(4);
      } else if (what == 2) {
        clock.pass(Capture.RETRY);
        disk.eventsLeft = Integer.MAX_VALUE;
      }
      disk.segment = 1 + random.nextInt(5);
      disk.telemetryFull = random.nextInt(10) == 0;
      see(made);
    }
    disk.eventsLeft = Integer.MAX_VALUE;
    clock.pass(Capture.RETRY);
    see(made);

    assertThat(sum()).isEqualTo(made - 10);
    long at = 10;
    for (ProductionCount count : counts()) {
      assertThat(count.getFrom()).isEqualTo(at);
      at = count.getTo();
    }
  }

  @Test
  void whatIsOpenOfASourceThatIsNoLongerConfiguredEndsAtTheNextStart() {
    see(10);
    capture.lost("press-1", clock.now(), "no answer");
    capture.work();

    capture = begin(Map.of("press-2", Set.of("good")));
    disk.eventsLeft = 0;
    capture.work();
    assertThat(gaps()).as("the journal is full").hasSize(1);
    disk.eventsLeft = Integer.MAX_VALUE;
    clock.pass(Capture.RETRY);
    capture.work();

    assertThat(gaps()).hasSize(2);
    assertThat(gaps().get(1).hasTo()).isTrue();
    assertThat(gaps().get(1).getReason()).isEqualTo(GapReason.GAP_REASON_SOURCE_UNREACHABLE);
    assertThat(gaps().get(1).getFrom()).isEqualTo(gaps().get(0).getFrom());
    assertThat(gaps().get(1).getEndedBecause()).isEqualTo("not configured");
    capture = begin(Map.of("press-2", Set.of("good")));
    capture.work();
    assertThat(gaps()).as("told once").hasSize(2);
  }

  private Capture begin() {
    return begin(TAGS);
  }

  private Capture begin(Map<String, Set<String>> tags) {
    CounterSettings settings =
        new CounterSettings(
            "press-1.good",
            "shop/line/press-1",
            "press-1",
            "good",
            CounterKind.GOOD,
            null,
            Rate.parse("60/s"),
            null,
            null,
            "order",
            null,
            null,
            null);
    Rules rules =
        new Rules(
            "acme/graz",
            List.of(CounterRule.of("acme/graz", settings, 1L << 32, POLL)),
            List.of(),
            List.of(new TelemetryRule("press-1", Set.of("heat"), Duration.ofMinutes(1))));
    return Capture.begin(
        disk.recover(), new Derivations(rules, Ids.of(clock, new Random(1))), tags, clock);
  }

  private void see(int good) {
    clock.pass(POLL);
    capture.offer(scan(good));
    capture.work();
  }

  private Scan scan(int good) {
    return new Scan(
        "press-1",
        clock.now(),
        clock.now(),
        clock.nanos(),
        clock.nanos(),
        List.of(
            Reading.good("good", new Value.Whole(good), 0),
            Reading.good("order", new Value.Text("PO-1"), 0),
            Reading.good("heat", new Value.Real(good), 0)));
  }

  private List<Event> events() {
    return disk.events.stream().map(CaptureTest::event).toList();
  }

  private List<ProductionCount> counts() {
    return events().stream()
        .filter(Event::hasProductionCount)
        .map(Event::getProductionCount)
        .toList();
  }

  private List<Gap> gaps() {
    return events().stream()
        .filter(Event::hasGap)
        .map(Event::getGap)
        .filter(gap -> gap.getReason() != GapReason.GAP_REASON_AGENT_STOPPED)
        .toList();
  }

  private int sum() {
    Quantity sum = Quantity.ZERO;
    for (ProductionCount count : counts()) {
      sum = sum.plus(Quantity.parse(count.getQuantity()));
    }
    return sum.value().intValueExact();
  }

  private static Event event(byte[] bytes) {
    try {
      return Event.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
