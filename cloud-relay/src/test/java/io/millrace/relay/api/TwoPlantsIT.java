package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two plants whose machines, counters and orders bear the same names. */
class TwoPlantsIT {
  private static final int LINZ_PIECES = 300;

  @TempDir static Path folder;
  private static ApiRig rig;
  private static String operatorOfLinz;

  @BeforeAll
  static void start() throws IOException {
    rig = new ApiRig(folder, "press-1", LINZ_PIECES, 0);
    String made =
        rig.post(
                "/v1/tokens",
                "{\"name\":\"linz\",\"role\":\"operator\",\"plant\":\"acme/linz\"}",
                rig.admin)
            .contentUtf8();
    operatorOfLinz = ApiRig.json(made).path("secret").asText();
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(ApiRig.json(rig.get("/v1/postings")).path("postings")).hasSize(2));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void eachPlantsSumsAreItsOwn() {
    for (String token : List.of(rig.viewer, rig.operatorOfGraz, operatorOfLinz)) {
      for (JsonNode row : ApiRig.json(rig.get("/v1/status", token)).path("counters")) {
        boolean graz = row.path("plant").asText().equals(ApiRig.GRAZ);
        assertThat(row.path("planned").asInt()).isEqualTo(graz ? 12 : LINZ_PIECES);
        assertThat(row.path("logged").asInt()).isEqualTo((graz ? 12 : LINZ_PIECES) + 5);
      }
    }
    assertThat(plants("/v1/status", "counters", rig.viewer))
        .containsExactly(ApiRig.GRAZ, ApiRig.LINZ);
  }

  @Test
  void aTokenOfOnePlantSeesNothingOfItsNamesakeInTheOther() {
    for (String path : List.of("/v1/status", "/v1/machines", "/v1/postings", "/v1/overview")) {
      String graz = rig.get(path, rig.operatorOfGraz).contentUtf8();
      String linz = rig.get(path, operatorOfLinz).contentUtf8();
      assertThat(graz).as(path).contains("acme/graz", "press-1").doesNotContain("linz", "\"300\"");
      assertThat(linz).as(path).contains("acme/linz", "press-1").doesNotContain("graz", "\"12\"");
    }
  }

  @Test
  void whatWaitsIsThatOfTheOwnMachine() {
    for (JsonNode machine : ApiRig.json(rig.get("/v1/machines", rig.viewer)).path("machines")) {
      int pieces = machine.path("plant").asText().equals(ApiRig.GRAZ) ? 12 : LINZ_PIECES;
      int waiting = 0;
      for (JsonNode held : machine.path("held")) {
        waiting +=
            held.path("reason").asText().equals("WITHHELD") ? 0 : held.path("quantity").asInt();
      }
      assertThat(waiting).as(machine.toString()).isEqualTo(pieces);
    }
  }

  private static List<String> plants(String path, String list, String token) {
    List<String> plants = new ArrayList<>();
    ApiRig.json(rig.get(path, token))
        .path(list)
        .forEach(row -> plants.add(row.path("plant").asText()));
    return plants;
  }
}
