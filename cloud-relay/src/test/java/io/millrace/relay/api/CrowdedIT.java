package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.relay.overview.MachineBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More counters and machines than one answer holds, most of them another plant's. */
class CrowdedIT {
  private static final int CROWD = StatusPage.COUNTERS_MAX;

  @TempDir static Path folder;
  private static ApiRig rig;

  @BeforeAll
  static void start() throws IOException {
    rig = new ApiRig(folder, "mill-1", 12, CROWD).posting("PO-press-1", "PO-mill-1");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void aPlantIsNotCrowdedOutByOthers() {
    String token = rig.operatorOfGraz;
    for (String path : new String[] {"/v1/status", "/v1/machines", "/v1/overview"}) {
      String answer = rig.get(path, token).contentUtf8();
      assertThat(answer).as(path).contains("press-1").doesNotContain(ApiRig.CROWDED);
      JsonNode json = ApiRig.json(answer);
      assertThat(json.path("omitted").asInt()).isZero();
      assertThat(json.path("machinesOmitted").asInt()).isZero();
      assertThat(json.path("countersOmitted").asInt()).isZero();
    }
    try (Events events = new Events(rig.api(), WebServices.LIVE, token)) {
      events.await(1, Duration.ofSeconds(20));
      assertThat(ApiRig.json(events.data(0)).path("machines")).hasSize(1);
    }
  }

  @Test
  void whoeverSeesAllIsToldHowManyMoreThereAre() {
    JsonNode status = ApiRig.json(rig.get("/v1/status", rig.viewer));
    assertThat(status.path("counters")).hasSize(StatusPage.COUNTERS_MAX);
    assertThat(status.path("countersOmitted").asInt()).isEqualTo(2);

    JsonNode overview = ApiRig.json(rig.get("/v1/overview", rig.viewer));
    assertThat(overview.path("machines")).hasSize(MachineBoard.MACHINES_MAX);
    int more = CROWD + 2 - MachineBoard.MACHINES_MAX;
    assertThat(overview.path("machinesOmitted").asInt()).isEqualTo(more);
    assertThat(ApiRig.json(rig.get("/v1/machines", rig.viewer)).path("omitted").asInt())
        .isEqualTo(more);
  }
}
