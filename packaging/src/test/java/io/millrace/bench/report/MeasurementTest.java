package io.millrace.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  @Test
  void theLineForMachinesSaysWhatHadToHoldAndWhetherItDid() {
    Measurement measurement =
        Measurement.against("journal.append", 300, "records/s", 1000, 0.20, 7).with("cpu", 1.5);

    assertThat(measurement.json())
        .contains("\"name\":\"journal.append\"", "\"held\":true", "\"ratio\":0.3", "\"seed\":7")
        .contains("\"baseline\":1000.0", "\"also\":{\"cpu\":1.5}")
        .doesNotContain("\n");
    assertThat(measurement.exitCode()).isZero();
  }

  @Test
  void belowTheGoalIsNotHeldAndNotTriedIsNeither() {
    assertThat(Measurement.against("x", 1, "s", 10, 0.2, 7).exitCode()).isEqualTo(1);
    assertThat(Measurement.notTried("x", "goal", 7, "no network").exitCode()).isEqualTo(2);
    assertThat(Measurement.notTried("x", "goal", 7, "no network").json())
        .contains("\"held\":null", "no network");
  }

  @Test
  void theFirstRoundDoesNotCount() {
    AtomicInteger round = new AtomicInteger();

    double median = Rounds.median(() -> round.getAndIncrement() == 0 ? 1_000 : round.get());

    assertThat(round.get()).isEqualTo(Rounds.COUNTED + 1);
    assertThat(median).isEqualTo(4);
  }
}
