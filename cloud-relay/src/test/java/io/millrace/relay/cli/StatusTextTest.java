package io.millrace.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.v1.CounterTotal;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.TargetStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void whatIsLoggedIsPostedInFlightWithheldOrGivenUp() {
    GetRelayStatusResponse status =
        GetRelayStatusResponse.newBuilder()
            .addCounters(row("press-1.good", "42", "20", "5", "7"))
            .build();

    List<String> lines = page(status).lines().map(String::strip).toList();

    assertThat(lines)
        .contains("counter       order     logged  posted  in flight  withheld  given up")
        .contains("press-1.good  PO-1-001      42      20         10         5         7");
  }

  @Test
  void whatIsGivenUpIsFinished() {
    GetRelayStatusResponse.Builder status = GetRelayStatusResponse.newBuilder();
    for (int i = 0; i < StatusText.COUNTERS_SHOWN; i++) {
      status.addCounters(row("skipped-" + i, "4", "0", "0", "4"));
    }
    status.addCounters(row("open", "4", "0", "0", ""));

    assertThat(page(status.build())).contains("open ", "and 1 more, --all");
  }

  @Test
  void aFailureHasItsTimeAndIsOverOnceTheTargetDidWell() {
    TargetStatus failed =
        TargetStatus.newBuilder()
            .setTarget("erp")
            .setBreaker("open")
            .setLastFailure("DEST_DOWN: token: ConnectException")
            .setLastFailureAt("2026-01-01T11:59:40Z")
            .build();
    TargetStatus well =
        failed.toBuilder().setBreaker("closed").setRecoveredAt("2026-01-01T11:59:50Z").build();

    assertThat(page(GetRelayStatusResponse.newBuilder().addTargets(failed).build()))
        .containsPattern("DEST_DOWN: token: ConnectException, 20.0 s ago\\n");
    assertThat(page(GetRelayStatusResponse.newBuilder().addTargets(well).build()))
        .contains("DEST_DOWN: token: ConnectException, 20.0 s ago, over");
  }

  private static CounterTotal row(
      String counter, String logged, String posted, String withheld, String givenUp) {
    return CounterTotal.newBuilder()
        .setCounter(counter)
        .setOrder("PO-1-001")
        .setLogged(logged)
        .setPlanned(logged)
        .setPosted(posted)
        .setWithheld(withheld)
        .setGivenUp(givenUp)
        .build();
  }

  private static String page(GetRelayStatusResponse status) {
    return new StatusText(status, NOW, false).text();
  }
}
