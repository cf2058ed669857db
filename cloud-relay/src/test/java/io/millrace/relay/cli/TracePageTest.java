package io.millrace.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.v1.TraceResponse;
import io.millrace.v1.TracedEvent;
import io.millrace.v1.TracedPosting;
import io.millrace.v1.TracedRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracePageTest {
  private static final int EVENTS = 41;

  @Test
  void theEventThatWasAskedForStandsFirstAndMarkedWithItsPostingsRange() {
    String page = new TracePage(trace(event(37)), false).text();

    List<String> lines = page.lines().toList();
    assertThat(lines.get(0)).isEqualTo("event e-37");
    assertThat(lines.get(1)).startsWith("    > ").contains("press-1.good 37 -> 38");
    assertThat(lines.get(3)).contains("in CNF-0000007  confirm at erp, posting 7 CONFIRMED");
    assertThat(lines.get(4)).contains("range press-1.good  0 -> 41 = 41");
    assertThat(lines.get(5)).as("the range of another counter says nothing of it").isEmpty();
    List<String> marked = lines.stream().filter(line -> line.contains("> 2026-")).toList();
    assertThat(marked).as("marked among the events of its posting too").hasSize(2);
    assertThat(page.indexOf("event e-37", 20)).isLessThan(page.indexOf("event e-0"));
    assertThat(page).contains("and 36 more, --all shows them");
  }

  @Test
  void anEventInNoPostingSaysSo() {
    TraceResponse trace =
        TraceResponse.newBuilder()
            .setSubject(event(1).toBuilder().setWithheldBy("WINDOW_OPEN"))
            .addUnposted(event(1).toBuilder().setWithheldBy("WINDOW_OPEN"))
            .build();

    assertThat(new TracePage(trace, false).text())
        .startsWith("event e-1\n")
        .contains("[WINDOW_OPEN]", "  in no posting\n");
  }

  @Test
  void aResultShowsItsValueAndUnit() {
    TracedEvent result =
        event(1).toBuilder()
            .setCounter("")
            .setCharacteristic("fill-weight")
            .setValue("101.7")
            .setUnit("g")
            .setVerdict("OUTSIDE")
            .build();

    assertThat(new TracePage(trace(result), false).text()).contains("fill-weight 101.7 g  outside");
  }

  @Test
  void whatIsNeitherCountNorResultSaysWhatItTells() {
    TracedEvent state =
        event(1).toBuilder().setCounter("").setSays("MachineState STOPPED, was RUNNING").build();

    assertThat(new TracePage(trace(state), false).text())
        .contains("2026-11-21T15:00:00Z  MachineState STOPPED, was RUNNING\n");
  }

  @Test
  void aCountWhoseOrderChangedSaysSoInWordsAndAFlagOfTomorrowByItsName() {
    TracedEvent flagged =
        event(1).toBuilder().addFlags("ORDER_CHANGED").addFlags("OF_TOMORROW").build();

    assertThat(new TracePage(trace(flagged), false).text())
        .contains("      [ORDER_CHANGED] the order changed since the reading before")
        .contains("      [OF_TOMORROW]\n");
    assertThat(new TracePage(trace(event(1)), false).text()).doesNotContain("[");
  }

  @Test
  void whatAWebhookToldNamesNoTag() {
    TracedEvent.Builder told =
        event(1).toBuilder().setSource("qms").setAgent("a").setPlant("acme/graz").setSequence(9);

    assertThat(new TracePage(trace(told.setTag("good").build()), false).text())
        .contains("      tag good of qms, agent a in acme/graz, #9, event e-1\n");
    assertThat(new TracePage(trace(told.clearTag().build()), false).text())
        .contains("      qms, agent a in acme/graz, #9, event e-1\n");
  }

  @Test
  void aPostingThatCarriesNoPiecesSaysWhatItTold() {
    TracedPosting.Builder posting = TracedPosting.newBuilder().setOrder("PO-1").setReference("r");
    posting.putFields("order", "PO-1").putFields("flow", "f").putFields("step", "s");
    posting.putFields("reason", "fill-weight").putFields("hold", "7");
    assertThat(page(posting))
        .contains("order PO-1  hold 7, reason fill-weight, step s  reference r\n");

    posting.putFields("good", "3").putFields("scrap", "0");
    assertThat(page(posting)).contains("order PO-1  good 3  reference r\n");
    posting.putFields("good", "0");
    assertThat(page(posting)).contains("order PO-1  nothing  reference r\n");
  }

  private static String page(TracedPosting.Builder posting) {
    return new TracePage(TraceResponse.newBuilder().addPostings(posting).build(), false).text();
  }

  private static TraceResponse trace(TracedEvent subject) {
    TracedPosting.Builder posting =
        TracedPosting.newBuilder()
            .setPosting(7)
            .setTarget("erp")
            .setOperation("confirm")
            .setState("CONFIRMED")
            .setDocument("CNF-0000007")
            .addRanges(range("press-1.good"))
            .addRanges(range("press-1.scrap"));
    for (int i = 0; i < EVENTS; i++) {
      posting.addEvents(event(i));
    }
    return TraceResponse.newBuilder().addPostings(posting).setSubject(subject).build();
  }

  private static TracedRange range(String counter) {
    return TracedRange.newBuilder()
        .setCounter(counter)
        .setGeneration("g")
        .setFrom(0)
        .setTo(EVENTS)
        .setQuantity(Integer.toString(EVENTS))
        .build();
  }

  private static TracedEvent event(int number) {
    return TracedEvent.newBuilder()
        .setEvent("e-" + number)
        .setCounter("press-1.good")
        .setGeneration("g")
        .setFrom(number)
        .setTo(number + 1)
        .setOccurredAt("2026-11-21T15:00:00Z")
        .build();
  }
}
