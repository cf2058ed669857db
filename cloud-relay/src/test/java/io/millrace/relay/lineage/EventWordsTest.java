package io.millrace.relay.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.MachineState;
import io.millrace.v1.Nonconformance;
import io.millrace.v1.ProductionCount;
import io.millrace.v1.QualityResult;
import org.junit.jupiter.api.Test;

class EventWordsTest {
  private final Event.Builder event = Event.newBuilder();

  @Test
  void statesAndDowntimesSayWhatTheMachineDoes() {
    MachineState.Builder state = MachineState.newBuilder().setState("STOPPED").setRaw(3);
    assertThat(EventWords.of(event.setMachineState(state).build()))
        .isEqualTo("MachineState STOPPED (3)");
    state.setPrevious("RUNNING");
    assertThat(EventWords.of(event.setMachineState(state).build()))
        .isEqualTo("MachineState STOPPED (3), was RUNNING");

    Downtime.Builder downtime = Downtime.newBuilder().setReason("JAM").setOngoing(true);
    assertThat(EventWords.of(event.setDowntime(downtime).build()))
        .isEqualTo("Downtime JAM goes on");
    assertThat(EventWords.of(event.setDowntime(downtime.setOngoing(false)).build()))
        .isEqualTo("Downtime JAM is over");
  }

  @Test
  void whatAnotherSystemToldSaysItsNumberAndStatus() {
    Nonconformance told =
        Nonconformance.newBuilder().setNumber("NC-7").setStatus("RELEASED").build();

    assertThat(EventWords.of(event.setNonconformance(told).build()))
        .isEqualTo("Nonconformance NC-7 RELEASED");
    assertThat(EventWords.of(event.setGap(Gap.getDefaultInstance()).build())).isEqualTo("Gap");
  }

  @Test
  void countsAndResultsHaveTheirOwnColumns() {
    assertThat(EventWords.of(event.setProductionCount(ProductionCount.newBuilder()).build()))
        .isEmpty();
    assertThat(EventWords.of(event.setQualityResult(QualityResult.newBuilder()).build())).isEmpty();
    assertThat(EventWords.of(Event.getDefaultInstance())).isEmpty();
  }
}
