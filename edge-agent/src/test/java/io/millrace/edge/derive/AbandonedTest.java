package io.millrace.edge.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is open when the configuration that would end it is gone. */
class AbandonedTest {
  private static final String MACHINE = "acme/graz/press-shop/line-1/press-1";
  private static final Map<String, Set<String>> TAGS =
      Map.of(Bench.SOURCE, Set.of("good", "order", "marker", "state"));
  private static final DowntimeRule RULE =
      new DowntimeRule(
          MACHINE,
          Bench.SOURCE,
          "state",
          Set.of(0L),
          Duration.ofSeconds(30),
          null,
          Map.of(),
          Map.of(0L, "STOPPED", 1L, "RUNNING"),
          null);
  private static final Rules WITH =
      new Rules(Bench.PLANT, List.of(), List.of(), List.of(), List.of(RULE), List.of());
  private static final Rules WITHOUT =
      new Rules(Bench.PLANT, List.of(), List.of(), List.of(), List.of(), List.of());

  private final Bench bench = new Bench(WITH);

  @Test
  void gapsOfATagThatIsGoneEndAndThoseOfOthersStay() {
    bench.see(Bench.bad("good"), Bench.bad("state"));

    restart(WITH);
    List<Event> events =
        bench.derivations.restored(Map.of(Bench.SOURCE, Set.of("state")), bench.wall);

    assertThat(events).singleElement().extracting(Event::hasGap).isEqualTo(true);
    Gap gap = events.get(0).getGap();
    assertThat(gap.getTagsList()).containsExactly("good");
    assertThat(gap.getTo()).isEqualTo(Times.wire(bench.wall));
    assertThat(gap.getEndedBecause()).isEqualTo("not configured");
    journal(events);
    assertThat(bench.derivations.restored(Map.of(Bench.SOURCE, Set.of("state")), bench.wall))
        .isEmpty();
    assertThat(bench.see(Bench.whole("state", 1)).stream().filter(Event::hasGap))
        .as("of the state, and of the restart")
        .hasSize(2);
  }

  @Test
  void aDowntimeAtWhoseMachineNobodyLooksEnds() {
    standFor(Duration.ofMinutes(1));

    restart(WITHOUT);
    List<Event> events = bench.derivations.restored(TAGS, bench.wall);

    Downtime told = bench.journal.get(bench.journal.size() - 1).getDowntime();
    assertThat(events).singleElement().extracting(Event::getEquipment).isEqualTo(MACHINE);
    Downtime end = events.get(0).getDowntime();
    assertThat(end.getDowntime()).isEqualTo(told.getDowntime());
    assertThat(end.getOngoing()).isFalse();
    assertThat(end.getTo()).isEqualTo(Times.wire(bench.wall));
    assertThat(end.getDurationMs()).isEqualTo(60_200);
    assertThat(end.getEndedBecause()).isEqualTo("not configured");
    journal(events);
    assertThat(bench.derivations.restored(TAGS, bench.wall)).isEmpty();
  }

  @Test
  void aDowntimeThatIsConfiguredGoesOn() {
    standFor(Duration.ofMinutes(1));

    restart(WITH);

    assertThat(bench.derivations.restored(TAGS, bench.wall)).isEmpty();
    assertThat(bench.derivations.downtimes()).hasSize(1);
  }

  @Test
  void aMachineAtWhichNobodyLookedForADayDidNotStandThatLong() {
    standFor(Duration.ofSeconds(10));
    restart(WITHOUT);
    assertThat(bench.derivations.restored(TAGS, bench.wall)).isEmpty();
    bench.pass(Duration.ofDays(1));
    restart(WITH);

    assertThat(bench.see(Bench.whole("state", 0)).stream().filter(Event::hasDowntime)).isEmpty();
  }

  private void standFor(Duration time) {
    bench.see(Bench.whole("state", 1));
    bench.see(Bench.whole("state", 0));
    bench.pass(time);
    bench.see(Bench.whole("state", 0));
  }

  private void restart(Rules rules) {
    bench.rules = rules;
    bench.restart(bench.derivations.checkpoint(), bench.journal.size());
  }

  private void journal(List<Event> events) {
    for (Event event : events) {
      bench.journal.add(event);
      bench.derivations.journalled(event);
    }
  }
}
