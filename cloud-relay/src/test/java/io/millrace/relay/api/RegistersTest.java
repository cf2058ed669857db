package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.CounterTotal;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistersTest {
  private final AgentStatus agent =
      AgentStatus.newBuilder()
          .setPlant("acme/graz")
          .addCounters(counter("good", "PO-2", "12", "10"))
          .addCounters(counter("scrap", "PO-2", "3", "3"))
          .build();

  @Test
  void aRowShowsTheRegisterOfItsOwnPlantCounterAndPresentOrderOnly() {
    Registers registers = new Registers(List.of(agent));

    assertThat(registers.with(row("acme/graz", "good", "PO-1")).getRegister()).isEmpty();
    assertThat(registers.with(row("acme/linz", "good", "PO-2")).getRegister()).isEmpty();
    CounterTotal now = registers.with(row("acme/graz", "good", "PO-2"));
    assertThat(now.getRegister()).isEqualTo("12");
    assertThat(now.getJournalled()).isEqualTo("10");
    assertThat(now.getLogged()).isEqualTo("7");
  }

  @Test
  void whatIsReportedAndNotLoggedYetGetsARowOfItsOwn() {
    Registers registers = new Registers(List.of(agent));
    registers.with(row("acme/graz", "good", "PO-2"));

    assertThat(registers.rest())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getCounter()).isEqualTo("scrap");
              assertThat(row.getLogged()).isEqualTo("0");
              assertThat(row.getRegister()).isEqualTo("3");
            });
  }

  private static CounterStatus counter(String id, String order, String register, String total) {
    return CounterStatus.newBuilder()
        .setCounter(id)
        .setOrder(order)
        .setRegister(register)
        .setTotal(total)
        .build();
  }

  private static CounterTotal row(String plant, String counter, String order) {
    return CounterTotal.newBuilder()
        .setPlant(plant)
        .setCounter(counter)
        .setOrder(order)
        .setLogged("7")
        .build();
  }
}
