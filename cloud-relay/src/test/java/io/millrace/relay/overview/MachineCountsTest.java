package io.millrace.relay.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.overview.MachineBoard.CounterName;
import io.millrace.relay.overview.MachineBoard.Working;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterTotal;
import io.millrace.v1.Held;
import io.millrace.v1.Machine;
import io.millrace.v1.SourceStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MachineCountsTest {
  private static final String PLANT = "acme/graz";
  private static final String PRESS = "acme/graz/shop/line-1/press-1";
  private static final CounterName GOOD = new CounterName(PLANT, "press-1.good");
  private static final String REPORTED = "2026-11-21T10:00:00Z";

  @Test
  void allOrdersOfAMachineAreOneSumAndTheRegisterIsToldOncePerCounter() {
    Machine machine =
        one(
            List.of(
                counter("press-1.good", "GOOD", "PO-1", "40", "40", "40"),
                counter("press-1.good", "GOOD", "PO-2", "10", "10", "7").toBuilder()
                    .setRegister("55")
                    .setJournalled("52")
                    .build(),
                counter("press-1.scrap", "SCRAP", "PO-2", "2", "2", "2").toBuilder()
                    .setRegister("2")
                    .setJournalled("2")
                    .build()),
            Map.of(GOOD, Map.of("SENDING", Quantity.of(3))),
            true);

    assertThat(counts(machine)).containsExactly("57", "54", "52", "49");
    assertThat(machine.getOrder()).isEqualTo("PO-2");
    assertThat(machine.getSourceState()).isEqualTo("degraded");
    assertThat(held(machine))
        .containsExactly("journal IN_FLIGHT 3", "log IN_FLIGHT 2", "post SENDING 3");
  }

  @Test
  void everyPieceBetweenLoggedAndPostedHasAReason() {
    CounterTotal good =
        counter("press-1.good", "GOOD", "PO-1", "100", "60", "40").toBuilder()
            .setWithheld("30")
            .build();

    Machine machine =
        one(
            List.of(good),
            Map.of(GOOD, Map.of("REJECTED", Quantity.of(5), "UNKNOWN", Quantity.of(8))),
            false);

    assertThat(held(machine))
        .containsExactly(
            "post WITHHELD 30",
            "post REJECTED 5",
            "post UNKNOWN 8",
            "post GATHERING 10",
            "post SET_ASIDE 7");
    long explained =
        machine.getHeldList().stream().mapToLong(each -> Long.parseLong(each.getQuantity())).sum();
    assertThat(explained).isEqualTo(100 - 40);
  }

  @Test
  void whatNoAgentHasReportedIsLeftOutAndNotZero() {
    Machine machine =
        one(List.of(counter("press-1.good", "GOOD", "", "5", "0", "0")), Map.of(), false);

    assertThat(counts(machine)).containsExactly("", "", "5", "0");
  }

  @Test
  void aCounterOfAllPiecesIsNotAddedToThoseOfGoodAndBad() {
    CounterTotal total = counter("press-1.total", "TOTAL", "", "12", "0", "0");

    assertThat(one(List.of(total), Map.of(), false).getLogged()).isEqualTo("12");
    assertThat(
            one(
                    List.of(total, counter("press-1.good", "GOOD", "", "11", "0", "0")),
                    Map.of(),
                    false)
                .getLogged())
        .isEqualTo("11");
  }

  @Test
  void aReportThatIsOlderThanTheLogIsLiftedByWhatWasLoggedSinceAndNoMore() {
    CounterTotal late =
        counter("press-1.good", "GOOD", "PO-2", "60", "60", "60").toBuilder()
            .setRegister("52")
            .setJournalled("50")
            .build();

    assertThat(counts(one(List.of(late), Map.of(), true, Quantity.of(10))))
        .containsExactly("60", "60", "60", "60");
    assertThat(counts(one(List.of(late), Map.of(), true, Quantity.of(4))))
        .containsExactly("54", "54", "60", "60");
  }

  private static Machine one(
      List<CounterTotal> counters, Map<CounterName, Map<String, Quantity>> open, boolean live) {
    return one(counters, open, live, Quantity.ZERO);
  }

  private static Machine one(
      List<CounterTotal> counters,
      Map<CounterName, Map<String, Quantity>> open,
      boolean live,
      Quantity since) {
    AgentStatus agent =
        AgentStatus.newBuilder()
            .setAgent("shop")
            .setPlant(PLANT)
            .setLive(live)
            .setReportedAt(live ? REPORTED : "")
            .addSources(SourceStatus.newBuilder().setName("press-1").setState("degraded"))
            .build();
    List<Machine> machines =
        MachineCounts.of(
            counters,
            open,
            Map.of(GOOD, new Working("shop", "PO-2")),
            List.of(agent),
            (place, moment, logged) -> since);
    assertThat(machines).hasSize(1);
    return machines.get(0);
  }

  private static CounterTotal counter(
      String name, String kind, String order, String logged, String planned, String posted) {
    return CounterTotal.newBuilder()
        .setPlant(PLANT)
        .setEquipment(PRESS)
        .setCounter(name)
        .setKind(kind)
        .setOrder(order)
        .setLogged(logged)
        .setPlanned(planned)
        .setPosted(posted)
        .setWithheld("0")
        .build();
  }

  private static List<String> counts(Machine machine) {
    return List.of(
        machine.getRegister(), machine.getJournalled(), machine.getLogged(), machine.getPosted());
  }

  private static List<String> held(Machine machine) {
    return machine.getHeldList().stream()
        .map((Held each) -> each.getStep() + " " + each.getReason() + " " + each.getQuantity())
        .toList();
  }
}
