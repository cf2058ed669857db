package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.config.ConfigReader;
import io.millrace.relay.LogLines;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.FakeTarget;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.connector.Target;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final Target TARGET =
      ConfigReader.read(
          "erp.yaml",
          """
          target: erp
          base_url: http://127.0.0.1:1
          auth: {oauth2: {token_path: /t, client_id: millrace, client_secret: env:ERP_SECRET}}
          limits: {rate: 100000/s}
          breaker: {failures: 2, window: 2, open: 2s}
          operations:
            confirm: {level: L4, request: {method: POST, path: /c}}
          """,
          Target.class);

  private final ManualClock clock = new ManualClock();
  private final Gate gate =
      new Gate(
          TARGET,
          new FakeTarget(clock, TARGET.limits(), () -> FakeTarget.Fault.NONE, () -> 0.0, true),
          clock);
  private final LogLines log = new LogLines("io.millrace.relay.posting");

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aTargetThatGoesAndComesBackIsSaidOnceEach() {
    hears(down());
    assertThat(log.all()).as("one failure is none").isEmpty();
    hears(down());
    hears(new Outcome.Done("D-1"));

    assertThat(log.all()).hasSize(2);
    assertThat(log.all().get(0))
        .startsWith("WARN target does not answer, postings wait ")
        .contains("target=\"erp\"", "TARGET_UNREACHABLE", "detail=\"ConnectException");
    assertThat(log.all().get(1)).startsWith("INFO target answers again");
  }

  @Test
  void aTargetThatStaysAwayIsSaidOnceAMinuteWithACount() {
    hears(down());
    for (int seconds = 0; seconds < 90; seconds += 3) {
      hears(down());
    }

    assertThat(log.with("does not answer")).hasSize(2);
    assertThat(log.with("does not answer").get(1)).doesNotContain("more=\"0\"");
  }

  @Test
  void refusedCredentialsNameTheirSourceAndThatAPersonMustAct() {
    hears(new Outcome.Refused(FailureClass.AUTH, "", "status 401: no such client"));

    assertThat(log.all()).hasSize(1);
    assertThat(log.all().get(0))
        .startsWith("ERROR target refuses our credentials, postings wait ")
        .contains("env:ERP_SECRET", "restart", "no such client", "TARGET_REFUSED");
  }

  @Test
  void aFailureHasItsTimeAndIsOverWhenTheTargetDoesWell() {
    assertThat(gate.lastFailure()).isEmpty();
    hears(down());

    assertThat(gate.lastFailure().orElseThrow().at()).isEqualTo(clock.now().minusSeconds(3));
    assertThat(gate.recoveredAt()).isEmpty();
    hears(new Outcome.Done("D-1"));
    assertThat(gate.lastFailure().orElseThrow()).hasToString("DEST_DOWN: ConnectException");
    assertThat(gate.recoveredAt()).contains(clock.now().minusSeconds(3));
    hears(down());
    assertThat(gate.recoveredAt()).isEmpty();
  }

  private static Outcome down() {
    return new Outcome.NotSent(FailureClass.DEST_DOWN, "ConnectException");
  }

  private void hears(Outcome outcome) {
    assertThat(gate.enter(clock.nanos())).isTrue();
    gate.leave(outcome);
    clock.advance(Duration.ofSeconds(3).toNanos());
  }
}
