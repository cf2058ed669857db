package io.millrace.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.v1.DowntimeStatus;
import io.millrace.v1.GetAgentStatusResponse;
import io.millrace.v1.MeasureStatus;
import org.junit.jupiter.api.Test;

class StatusPageTest {
  private static final String NOW = "2026-11-21T12:00:00Z";

  @Test
  void whatStandsAndWhatWasMeasuredLastAreOnThePage() {
    String page =
        StatusPage.of(
            status()
                .addDowntimes(
                    DowntimeStatus.newBuilder()
                        .setEquipment("acme/graz/press-1")
                        .setState("FAULT")
                        .setReason("JAM")
                        .setFrom("2026-11-21T11:59:00Z"))
                .addMeasures(
                    MeasureStatus.newBuilder()
                        .setEquipment("acme/graz/press-1")
                        .setCharacteristic("fill-weight")
                        .setSample(17)
                        .setValue("98.49")
                        .setUnit("g")
                        .setLower("98.5")
                        .setVerdict("OUTSIDE")
                        .setObservedAt(NOW))
                .build());

    assertThat(page).containsPattern("acme/graz/press-1 +.* +FAULT +JAM +-");
    assertThat(page).containsPattern("fill-weight +17 +98.49 g +98.5\\.\\. +OUTSIDE");
  }

  @Test
  void whereNothingStandsOrIsMeasuredNothingIsSaidOfIt() {
    assertThat(StatusPage.of(status().build())).doesNotContain("STANDS", "MEASURE");
  }

  private static GetAgentStatusResponse.Builder status() {
    return GetAgentStatusResponse.newBuilder().setStartedAt(NOW).setNow(NOW);
  }
}
