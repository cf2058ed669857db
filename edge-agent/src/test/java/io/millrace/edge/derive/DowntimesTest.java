package io.millrace.edge.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.MachineState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DowntimesTest {
  private static final long RUNS = 1;
  private static final long STOPPED = 0;
  private static final long FAULT = 3;
  private static final DowntimeRule RULE =
      new DowntimeRule(
          "acme/graz/press-1",
          Bench.SOURCE,
          "state",
          Set.of(STOPPED, FAULT),
          Duration.ofSeconds(30),
          "reason",
          Map.of(1L, "JAM"),
          Map.of(STOPPED, "STOPPED", FAULT, "FAULT", 7L, "IDLE", 8L, "IDLE"),
          "order");

  private final Bench bench = new Bench(rules(RULE));

  @Test
  void aMachineThatStandsLongerThanItsThresholdIsToldOnceAndOnceAtItsEnd() {
    see(RUNS, 0, "PO-1");
    see(FAULT, 0, "PO-1");
    Instant from = bench.wall;
    assertThat(after(29, FAULT, 1, "PO-1")).isEmpty();

    Event told = bench.take(scan(1, FAULT, 1, "PO-2")).get(0);
    assertThat(after(10, FAULT, 1, "PO-2")).isEmpty();
    Downtime ended = after(5, RUNS, 0, "PO-2").get(0);

    Downtime begun = told.getDowntime();
    assertThat(begun.getOngoing()).isTrue();
    assertThat(begun.getDowntime()).isEqualTo(told.getId());
    assertThat(begun.getState()).isEqualTo("FAULT");
    assertThat(begun.getReason()).isEqualTo("JAM");
    assertThat(begun.getDurationMs()).isEqualTo(30_000);
    assertThat(begun.getThresholdMs()).isEqualTo(30_000);
    assertThat(begun.hasTo()).isFalse();
    assertThat(Times.of(begun.getFrom())).isEqualTo(from);
    assertThat(told.getKeys().getOrder()).as("as read at its begin").isEqualTo("PO-1");
    assertThat(told.getOrigin().getTagsList()).containsExactly("state", "reason", "order");

    assertThat(ended.getOngoing()).isFalse();
    assertThat(ended.getDowntime()).isEqualTo(told.getId());
    assertThat(ended.getFrom()).isEqualTo(begun.getFrom());
    assertThat(Times.of(ended.getTo())).isEqualTo(bench.wall);
    assertThat(ended.getDurationMs()).isEqualTo(45_000);
    assertThat(bench.derivations.downtimes()).isEmpty();
  }

  @Test
  void aShortStandstillIsNotTold() {
    see(RUNS, 0, "");
    see(STOPPED, 0, "");
    assertThat(after(29, STOPPED, 0, "")).isEmpty();
    assertThat(after(10, RUNS, 0, "")).isEmpty();
    see(STOPPED, 0, "");
    assertThat(after(29, STOPPED, 0, "")).isEmpty();
  }

  @Test
  void anotherStateOfStandingDoesNotBeginAnew() {
    see(RUNS, 0, "");
    see(STOPPED, 0, "");
    assertThat(after(20, FAULT, 0, "")).isEmpty();

    Downtime told = after(10, STOPPED, 0, "").get(0);

    assertThat(told.getState()).isEqualTo("STOPPED");
    assertThat(told.getReason()).as("nothing read: the state's name").isEqualTo("STOPPED");
  }

  @Test
  void aReasonWithoutANameIsToldAsRead() {
    see(STOPPED, 0, "");

    assertThat(after(30, STOPPED, 9, "").get(0).getReason()).isEqualTo("9");
  }

  @Test
  void j3AKillBeforeTheThresholdLosesNoneOfTheTime() {
    see(RUNS, 0, "PO-1");
    see(STOPPED, 0, "PO-1");
    Instant from = bench.wall;
    bench.restart(new byte[0], 0);

    Downtime told = after(31, STOPPED, 0, "PO-2").get(0);

    assertThat(Times.of(told.getFrom())).isEqualTo(from);
    assertThat(told.getDurationMs()).isEqualTo(31_000);
    assertThat(bench.derivations.downtimes().get(0).getOrder()).isEqualTo("PO-1");
  }

  @Test
  void j3AnOpenDowntimeSurvivesAKillAndACheckpoint() {
    see(STOPPED, 0, "");
    Downtime told = after(30, STOPPED, 0, "").get(0);
    bench.restart(bench.derivations.checkpoint(), bench.journal.size());
    assertThat(bench.derivations.downtimes()).hasSize(1);
    assertThat(after(10, STOPPED, 0, "")).as("told already").isEmpty();

    Downtime ended = after(10, RUNS, 0, "").get(0);

    assertThat(ended.getDowntime()).isEqualTo(told.getDowntime());
    assertThat(ended.getDurationMs()).isEqualTo(50_000);
  }

  @Test
  void j3WhatWasNotJournalledIsToldAgainAndNothingTwice() {
    see(STOPPED, 0, "");
    after(30, STOPPED, 0, "");
    Scan ending = scan(5, RUNS, 0, "");
    List<Event> events = bench.derivations.take(ending);
    assertThat(events).hasSize(2);
    bench.journal.add(events.get(0));
    bench.restart(new byte[0], 0);

    assertThat(bench.take(scan(1, RUNS, 0, "")))
        .filteredOn(event -> !event.hasGap())
        .extracting(Event::getBodyCase)
        .containsExactly(Event.BodyCase.MACHINE_STATE);
    see(STOPPED, 0, "");
    assertThat(after(30, STOPPED, 0, "")).hasSize(1);
  }

  @Test
  void anUnknownStretchDoesNotEndIt() {
    see(STOPPED, 0, "");
    bench.pass(Duration.ofSeconds(20));
    bench.see(Bench.bad("state"), Bench.whole("reason", 1), Bench.text("order", ""));
    bench.pass(Duration.ofSeconds(20));
    assertThat(downtimes(bench.see(Bench.bad("state")))).as("only a reading decides").isEmpty();

    Downtime told = after(1, STOPPED, 1, "").get(0);

    assertThat(told.getDurationMs()).isGreaterThanOrEqualTo(41_000);
  }

  @Test
  void aWallClockThatIsSetDoesNotStretchIt() {
    see(STOPPED, 0, "");
    bench.wall = bench.wall.plus(Duration.ofHours(2));
    assertThat(after(20, STOPPED, 0, "")).isEmpty();
    bench.wall = bench.wall.minus(Duration.ofHours(5));

    assertThat(after(10, STOPPED, 0, "").get(0).getDurationMs()).isEqualTo(30_000);
  }

  @Test
  void aWallClockSetBackBeforeARestartBeginsItAtNothing() {
    see(STOPPED, 0, "");
    bench.restart(new byte[0], 0);
    bench.wall = bench.wall.minus(Duration.ofHours(5));
    assertThat(after(29, STOPPED, 0, "")).isEmpty();

    assertThat(after(30, STOPPED, 0, "").get(0).getDurationMs()).isEqualTo(30_000);
  }

  @Test
  void theStatesOfItsMachineAreToldWithoutAStatesEntry() {
    assertThat(states(see(RUNS, 0, ""))).containsExactly("UNKNOWN 1");
    assertThat(states(see(STOPPED, 0, ""))).containsExactly("STOPPED 0");
    assertThat(states(see(STOPPED, 0, ""))).isEmpty();
  }

  @Test
  void aStateOfTheSameNameIsToldWhenItBeginsToStand() {
    Bench own =
        new Bench(
            rules(
                new DowntimeRule(
                    "acme/graz/press-1",
                    Bench.SOURCE,
                    "state",
                    Set.of(8L),
                    Duration.ofSeconds(30),
                    null,
                    Map.of(),
                    RULE.names(),
                    null)));
    own.see(Bench.whole("state", 7));
    assertThat(states(own.see(Bench.whole("state", 8)))).containsExactly("IDLE 8");
    own.pass(Duration.ofSeconds(30));

    assertThat(downtimes(own.see(Bench.whole("state", 8)))).hasSize(1);
  }

  @Test
  void aDowntimeThatIsConfiguredWhileTheMachineStandsBeginsThen() {
    bench.rules = new Rules(Bench.PLANT, List.of(), List.of(RULE.asState()), List.of());
    bench.restart(new byte[0], 0);
    see(STOPPED, 0, "");
    byte[] checkpoint = bench.derivations.checkpoint();
    bench.rules = rules(RULE);
    bench.restart(checkpoint, bench.journal.size());
    bench.pass(Duration.ofSeconds(60));

    assertThat(states(see(STOPPED, 0, ""))).containsExactly("STOPPED 0");
    assertThat(after(29, STOPPED, 0, "")).isEmpty();
    assertThat(after(1, STOPPED, 0, "")).hasSize(1);
  }

  private static Rules rules(DowntimeRule rule) {
    return new Rules(Bench.PLANT, List.of(), List.of(), List.of(), List.of(rule), List.of());
  }

  private List<Event> see(long state, long reason, String order) {
    return bench.see(readings(state, reason, order));
  }

  /** The downtimes told that many seconds later. */
  private List<Downtime> after(int seconds, long state, long reason, String order) {
    return downtimes(bench.take(scan(seconds, state, reason, order)));
  }

  private Scan scan(int seconds, long state, long reason, String order) {
    bench.pass(Duration.ofSeconds(seconds));
    return bench.scan(readings(state, reason, order));
  }

  private static Reading[] readings(long state, long reason, String order) {
    return new Reading[] {
      Bench.whole("state", state), Bench.whole("reason", reason), Bench.text("order", order)
    };
  }

  private static List<Downtime> downtimes(List<Event> events) {
    return events.stream().filter(Event::hasDowntime).map(Event::getDowntime).toList();
  }

  private static List<String> states(List<Event> events) {
    return events.stream()
        .filter(Event::hasMachineState)
        .map(Event::getMachineState)
        .map((MachineState state) -> state.getState() + " " + state.getRaw())
        .toList();
  }
}
