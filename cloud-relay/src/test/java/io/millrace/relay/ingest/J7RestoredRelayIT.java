package io.millrace.relay.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.base.time.Clock;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.Counting;
import io.millrace.relay.posting.PostingState;
import io.millrace.sim.enterprise.desk.DeskSettings;
import io.millrace.sim.enterprise.erp.ErpServer;
import io.millrace.v1.Case;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rule J7: a relay restored from a backup posts nothing twice. Events of 50 pieces, one posting
 * each.
 */
class J7RestoredRelayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final List<LoggedEvent> events = new ArrayList<>();
  private ErpServer erp;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("secret"), "hunter2");
    erp =
        ErpServer.start(
            new DeskSettings(0, folder.resolve("erp"), 7, "millrace", "hunter2"), Clock.system());
    Counting press = new Counting();
    for (int n = 0; n < 8; n++) {
      events.add(press.count(n * 50L, (n + 1) * 50L));
    }
  }

  @AfterEach
  void close() {
    erp.close();
  }

  @Test
  void j7WhatAnAgentSendsAgainToARestoredRelayIsPostedOnce() throws Exception {
    try (RestorableRelay relay = relay("data")) {
      relay.start("L3");
      relay.open(0, 2);
      relay.publish(events.subList(0, 2));
      awaitConfirmed(relay, 2);
    }
    copy("data", "backup");
    try (RestorableRelay relay = relay("data")) {
      relay.start("L3");
      relay.open(2, 5);
      relay.publish(events.subList(2, 5));
      awaitConfirmed(relay, 5);
    }
    assertThat(documents()).isEqualTo(5);

    try (RestorableRelay relay = relay("backup")) {
      relay.start("L3");
      assertThat(relay.open(4, 5)).as("event 5 was committed, but not heard").isEqualTo(3);
      relay.publish(events.subList(2, 6));
      relay.publish(events.subList(6, 8));
      awaitConfirmed(relay, 8);

      assertThat(documents()).isEqualTo(8);
      assertThat(relay.cases.list(false))
          .extracting(Case::getClass_)
          .containsExactly("RELAY_RESTORED");
    }
  }

  @Test
  void j7WhatWasReadyInTheBackupIsLookedUpBeforeAnyAgentComes() throws Exception {
    try (RestorableRelay relay = relay("data")) {
      relay.open(0, 3);
      relay.publish(events.subList(0, 3));
    }
    copy("data", "backup");
    try (RestorableRelay relay = relay("data")) {
      relay.start("L3");
      awaitConfirmed(relay, 3);
    }
    assertThat(documents()).isEqualTo(3);

    try (RestorableRelay relay = relay("backup")) {
      relay.start("L3");
      awaitConfirmed(relay, 3);

      assertThat(documents()).isEqualTo(3);
      assertThat(relay.cases.list(false))
          .extracting(Case::getClass_)
          .containsExactly("RELAY_RESTORED");
      assertThat(relay.posting(3).sends()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"L3, 3", "L3, 2", "L1, 3", "L1, 2", "L2, 3"})
  void j7WhatMayHaveBeenCutOtherwiseBeforeIsAPersonsQuestion(String level, long heard)
      throws Exception {
    Counting press = new Counting();
    List<LoggedEvent> thirds =
        List.of(press.count(0, 20), press.count(20, 40), press.count(40, 60));
    try (RestorableRelay relay = relay("data")) {
      relay.open(0, 0);
    }
    copy("data", "backup");
    try (RestorableRelay relay = relay("data")) {
      relay.start(level);
      relay.open(0, 3);
      relay.publish(thirds.subList(0, 1));
      relay.drain();
      relay.publish(thirds.subList(1, 3));
      relay.drain();
      awaitConfirmed(relay, 2);
    }

    try (RestorableRelay relay = relay("backup")) {
      relay.open(heard, 3);
      relay.publish(thirds.subList(0, 2));
      relay.drain();
      relay.publish(thirds.subList(2, 3));
      relay.drain();
      relay.start(level);
      await()
          .atMost(PATIENCE)
          .until(() -> relay.cases.openByClass().getOrDefault("UNKNOWN_OUTCOME", 0L) == 1);

      assertThat(documents()).as("40 to 60 stands in the document from 20 on").isEqualTo(2);
    }
  }

  @Test
  void j7WithoutALookupAPersonIsAskedBeforeAnythingIsSentAgain() throws Exception {
    try (RestorableRelay relay = relay("data")) {
      relay.start("L4");
      relay.open(0, 1);
      relay.publish(events.subList(0, 1));
      awaitConfirmed(relay, 1);
    }
    copy("data", "backup");
    try (RestorableRelay relay = relay("data")) {
      relay.start("L4");
      relay.open(1, 2);
      relay.publish(events.subList(1, 2));
      awaitConfirmed(relay, 2);
    }

    try (RestorableRelay relay = relay("backup")) {
      relay.start("L4");
      relay.open(2, 2);
      relay.publish(events.subList(1, 2));
      await()
          .atMost(PATIENCE)
          .until(() -> relay.cases.openByClass().getOrDefault("UNKNOWN_OUTCOME", 0L) == 1);
      assertThat(documents()).isEqualTo(2);
    }
  }

  private RestorableRelay relay(String data) {
    return new RestorableRelay(folder, data, erp.port());
  }

  private void awaitConfirmed(RestorableRelay relay, long count) {
    await().atMost(PATIENCE).until(() -> relay.count(PostingState.CONFIRMED) == count);
  }

  private int documents() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + erp.port() + "/control/documents"))
            .build();
    String body =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return body.split("\"CNF-", -1).length - 1;
  }

  private void copy(String from, String to) throws IOException {
    Path source = folder.resolve(from);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path each : files.toList()) {
        Files.copy(each, folder.resolve(to).resolve(source.relativize(each)));
      }
    }
  }
}
