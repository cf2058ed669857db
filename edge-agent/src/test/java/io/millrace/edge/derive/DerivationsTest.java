package io.millrace.edge.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.v1.Checkpoint;
import io.millrace.v1.CounterState;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.GapReason;
import io.millrace.v1.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DerivationsTest {
  private final Bench bench =
      new Bench(
          new Rules(
              Bench.PLANT,
              List.of(Bench.good()),
              List.of(
                  new StateRule(
                      "acme/graz/press-1",
                      Bench.SOURCE,
                      "state",
                      Map.of(0L, "STOPPED", 1L, "RUNNING", 2L, "FAULT", 3L, "FAULT"))),
              List.of(new TelemetryRule(Bench.SOURCE, Set.of("heat"), Duration.ofSeconds(2)))));

  @Test
  void aStateIsToldWhenItChangesAndSurvivesAKill() {
    assertThat(states(bench.see(Bench.whole("state", 1)))).containsExactly(" RUNNING 1");
    assertThat(states(bench.see(Bench.whole("state", 1)))).isEmpty();
    bench.restart(new byte[0], 0);
    assertThat(states(bench.see(Bench.whole("state", 1)))).isEmpty();

    assertThat(states(bench.see(Bench.whole("state", 2)))).containsExactly("RUNNING FAULT 2");
    assertThat(states(bench.see(Bench.whole("state", 3)))).isEmpty();
    assertThat(states(bench.see(Bench.whole("state", 7)))).containsExactly("FAULT UNKNOWN 7");
    assertThat(states(bench.see(Bench.whole("state", 8)))).containsExactly("UNKNOWN UNKNOWN 8");
  }

  @Test
  void telemetryTellsChangesAndHeartbeatsInOneEventPerScan() {
    assertThat(samples(bench.see(real(1.5), Bench.whole("other", 1)))).containsExactly(1.5);
    assertThat(samples(bench.see(real(1.5)))).isEmpty();
    assertThat(samples(bench.see(real(1.75)))).containsExactly(1.75);
    bench.pass(Duration.ofSeconds(2));
    assertThat(samples(bench.see(real(1.75)))).containsExactly(1.75);
    bench.restart(new byte[0], 0);
    assertThat(samples(bench.see(real(1.75)))).as("each run begins with all").hasSize(1);
  }

  @Test
  void telemetryThatWasNotJournalledIsToldAgain() {
    bench.pass(Bench.POLL);
    var scan = bench.scan(real(1.5));
    assertThat(samples(bench.derivations.take(scan))).hasSize(1);

    assertThat(samples(bench.derivations.take(scan))).hasSize(1);
  }

  @Test
  void j8EachSourceDeclaresTheTimeInWhichTheAgentDidNotRun() {
    assertThat(gaps(bench.see(Bench.whole("good", 1)))).as("there was nothing before").isEmpty();
    bench.see(1, "PO-1", 0);
    bench.see(2, "PO-1", 0);
    Instant last = bench.wall;
    bench.restart(new byte[0], 0);
    bench.pass(Duration.ofMinutes(7));

    Gap gap = gaps(bench.see(Bench.whole("good", 2))).get(0);

    assertThat(gap.getReason()).isEqualTo(GapReason.GAP_REASON_AGENT_STOPPED);
    assertThat(Times.of(gap.getFrom())).isEqualTo(last);
    assertThat(Times.of(gap.getTo())).isEqualTo(bench.wall);
    assertThat(gaps(bench.see(Bench.whole("good", 2)))).as("told once").isEmpty();
  }

  @Test
  void j8ASourceThatIsAbsentAtTheStartStillDeclaresTheWholeTime() {
    bench.see(1, "PO-1", 0);
    Instant last = bench.wall;
    bench.restart(new byte[0], 0);
    bench.pass(Duration.ofMinutes(7));
    journal(bench.derivations.lost(Bench.SOURCE, bench.wall, bench.wall).orElseThrow());
    bench.pass(Duration.ofMinutes(1));

    List<Gap> gaps = gaps(bench.see(Bench.whole("good", 2)));

    assertThat(gaps)
        .extracting(Gap::getReason)
        .containsExactly(
            GapReason.GAP_REASON_AGENT_STOPPED, GapReason.GAP_REASON_SOURCE_UNREACHABLE);
    assertThat(Times.of(gaps.get(0).getFrom())).isEqualTo(last);
  }

  @Test
  void aRegisterBeyondItsModulusIsAFaultWithAGapUntilItIsWithinAgain() {
    bench.see(10, "PO-1", 0);

    List<Event> events =
        bench.see(
            Bench.whole("good", 65_536), Bench.text("order", "PO-1"), Bench.whole("marker", 0));

    assertThat(Bench.counts(events)).isEmpty();
    assertThat(gaps(events).get(0).getReason()).isEqualTo(GapReason.GAP_REASON_BAD_QUALITY);
    assertThat(gaps(events).get(0).getTagsList()).containsExactly("good");
    assertThat(bench.derivations.faults().get("press-1.good")).contains("65536", "modulus");
    assertThat(bench.see(65_540, "PO-1", 0)).isEmpty();
    assertThat(bench.see(14, "PO-1", 0)).extracting("quantity").containsExactly("4");
    assertThat(bench.derivations.faults()).isEmpty();
    assertThat(bench.derivations.faultTimes()).isEqualTo(2);
    Gap ended = bench.journal.stream().filter(Event::hasGap).reduce((a, b) -> b).get().getGap();
    assertThat(ended.hasTo()).isTrue();
  }

  @Test
  void aCounterThatCannotBeDerivedCostsOnlyItself() {
    CounterRule wild = Bench.counter("press-1.wild", "wild", Long.MAX_VALUE, OrderChange.PREVIOUS);
    Bench both = new Bench(wild, Bench.good());
    both.see(wild(0), Bench.whole("good", 1), Bench.text("order", ""), Bench.whole("marker", 0));

    List<Event> events =
        both.see(
            wild(2_000_000_000_000_000_000L),
            Bench.whole("good", 3),
            Bench.text("order", ""),
            Bench.whole("marker", 0));

    assertThat(Bench.counts(events)).extracting("quantity").containsExactly("2");
    assertThat(gaps(events).get(0).getTagsList()).containsExactly("wild");
    assertThat(both.derivations.faults()).containsOnlyKeys("press-1.wild");
    assertThat(both.derivations.faults().get("press-1.wild")).contains("2000000000000000000");
  }

  private static Reading wild(long value) {
    return Bench.whole("wild", value);
  }

  @Test
  void j8AClockThatWasSetBackMeanwhileLeavesNoGapThatEndsBeforeItBegins() {
    bench.see(1, "PO-1", 0);
    bench.restart(new byte[0], 0);
    bench.wall = bench.wall.minus(Duration.ofHours(1));

    Gap gap = gaps(bench.see(Bench.whole("good", 2))).get(0);

    assertThat(gap.getFrom()).isEqualTo(gap.getTo());
  }

  @Test
  void j8ABadTagOpensAGapThatItsFirstGoodReadingEnds() {
    bench.see(Bench.whole("good", 1));
    Instant lastGood = bench.wall;

    Gap opened = gaps(bench.see(Bench.bad("good"))).get(0);
    assertThat(gaps(bench.see(Bench.bad("good")))).isEmpty();
    bench.restart(new byte[0], 0);
    List<Gap> ended = gaps(bench.see(Bench.whole("good", 5)));

    assertThat(opened.getReason()).isEqualTo(GapReason.GAP_REASON_BAD_QUALITY);
    assertThat(opened.getTagsList()).containsExactly("good");
    assertThat(opened.hasTo()).isFalse();
    assertThat(Times.of(opened.getFrom())).isEqualTo(lastGood);
    Gap end = ended.get(ended.size() - 1);
    assertThat(end.getFrom()).isEqualTo(opened.getFrom());
    assertThat(Times.of(end.getTo())).isEqualTo(bench.wall);
    assertThat(end.getTagsList()).containsExactly("good");
  }

  @Test
  void j8AnOutageIsOpenedOnceAndEndedByTheFirstScan() {
    bench.see(Bench.whole("good", 1));
    Instant since = bench.wall;
    bench.pass(Duration.ofSeconds(3));
    Event lost = bench.derivations.lost(Bench.SOURCE, since, bench.wall).orElseThrow();
    journal(lost);

    assertThat(bench.derivations.lost(Bench.SOURCE, since, bench.wall)).isEmpty();
    Gap ended = gaps(bench.see(Bench.whole("good", 1))).get(0);

    assertThat(lost.getGap().hasTo()).isFalse();
    assertThat(ended.getReason()).isEqualTo(GapReason.GAP_REASON_SOURCE_UNREACHABLE);
    assertThat(Times.of(ended.getFrom())).isEqualTo(since);
    assertThat(gaps(bench.see(Bench.whole("good", 1)))).isEmpty();
  }

  @Test
  void j8ValuesThatWereMissedAreAGapFromTheLastOneToldToThatMoment() {
    bench.see(Bench.whole("good", 1));
    Instant since = bench.wall;
    bench.pass(Duration.ofSeconds(3));
    Gap gap = bench.derivations.missed(Bench.SOURCE, List.of("good"), since, bench.wall).getGap();

    assertThat(gap.getReason()).isEqualTo(GapReason.GAP_REASON_NOTIFICATIONS_LOST);
    assertThat(gap.getTagsList()).containsExactly("good");
    assertThat(Times.of(gap.getFrom())).isEqualTo(since);
    assertThat(Times.of(gap.getTo())).isEqualTo(bench.wall);
  }

  @Test
  void j3ACheckpointIsTheStateOfTheEventsBefore() {
    bench.see(10, "PO-1", 3);
    bench.see(12, "PO-1", 3);
    bench.see(Bench.whole("state", 2));
    byte[] checkpoint = bench.derivations.checkpoint();
    List<CounterState> before = List.copyOf(bench.derivations.counters());

    bench.restart(checkpoint, bench.journal.size());

    assertThat(bench.derivations.counters().iterator().next().getRaw())
        .isEqualTo(before.get(0).getRaw());
    assertThat(bench.see(13, "PO-1", 3).get(0).getFrom()).isEqualTo(12);
    assertThat(states(bench.see(Bench.whole("state", 2)))).isEmpty();
  }

  @Test
  void p7WhatACheckpointHoldsThatIsNotKnownOrNotConfiguredIsKept() throws Exception {
    bench.see(10, "PO-1", 3);
    Checkpoint newer =
        Checkpoint.parseFrom(bench.derivations.checkpoint()).toBuilder()
            .addCounters(
                CounterState.newBuilder().setCounter("removed").setGeneration("g").setTo(7))
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
                    .build())
            .build();

    bench.restart(newer.toByteArray(), bench.journal.size());
    bench.see(11, "PO-1", 3);
    Checkpoint again = Checkpoint.parseFrom(bench.derivations.checkpoint());

    assertThat(again.getUnknownFields()).isEqualTo(newer.getUnknownFields());
    assertThat(again.getCountersList()).extracting(CounterState::getCounter).contains("removed");
  }

  @Test
  void aCheckpointThatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> bench.derivations.restore(new byte[] {10, 100, 1}))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("JOURNAL_DAMAGED");
  }

  private void journal(Event event) {
    bench.journal.add(event);
    bench.derivations.journalled(event);
  }

  private static Reading real(double value) {
    return Reading.good("heat", new Value.Real(value), 0);
  }

  private static List<String> states(List<Event> events) {
    return events.stream()
        .filter(Event::hasMachineState)
        .map(Event::getMachineState)
        .map(state -> state.getPrevious() + " " + state.getState() + " " + state.getRaw())
        .toList();
  }

  private static List<Double> samples(List<Event> events) {
    return events.stream()
        .filter(Event::hasTelemetry)
        .flatMap(event -> event.getTelemetry().getSamplesList().stream())
        .map(Sample::getReal)
        .toList();
  }

  private static List<Gap> gaps(List<Event> events) {
    return events.stream().filter(Event::hasGap).map(Event::getGap).toList();
  }
}
