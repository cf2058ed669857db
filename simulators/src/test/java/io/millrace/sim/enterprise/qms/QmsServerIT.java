package io.millrace.sim.enterprise.qms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.base.time.Clock;
import io.millrace.sim.enterprise.desk.DeskClient;
import io.millrace.sim.enterprise.desk.DeskSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QmsServerIT {
  private static final Signature SIGNATURE = new Signature(Receiver.SECRET);

  @TempDir private Path folder;

  private final Receiver receiver = new Receiver();
  private QmsServer server;
  private DeskClient client;

  @BeforeEach
  void start() throws IOException {
    restart(null);
  }

  @AfterEach
  void stop() {
    server.close();
    receiver.close();
  }

  @Test
  void aRequestMakesOneNonconformanceHoweverOftenItComes() throws IOException {
    HttpResponse<String> first = open("Q1", "97.2");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(at(first, "/number")).isEqualTo("NC-0000001");
    assertThat(at(first, "/status")).isEqualTo("OPEN");
    release("NC-0000001");

    assertThat(open("Q1", "97.2").body()).isEqualTo(first.body());
    assertThat(at(open("Q1", "97.3"), "/error/code")).isEqualTo("REQUEST_REUSED");
    assertThat(at(open("Q2", "97.3"), "/number")).isEqualTo("NC-0000002");
    assertThat(client.documents()).hasSize(2);
    assertThat(client.post("/nonconformances", body("1")).body()).contains("Request-Id");
  }

  @Test
  void aLostAnswerIsFetchedByTheSameRequest() throws IOException {
    client.faults("{\"dropAfterCommit\":1}");
    assertThatThrownBy(() -> open("Q1", "97.2")).isInstanceOf(IOException.class);
    client.faults("{}");

    assertThat(at(open("Q1", "97.2"), "/number")).isEqualTo("NC-0000001");
    assertThat(client.documents()).hasSize(1);
    Awaitility.await()
        .until(
            () ->
                at(client.get("/nonconformances?request=Q1"), "/items/0/number")
                    .equals("NC-0000001"));
  }

  @Test
  void aReleaseIsToldOnceAndSigned() throws IOException {
    open("Q1", "97.2");
    Instant before = Clock.system().now().truncatedTo(ChronoUnit.MILLIS);
    release("NC-0000001");
    assertThat(at(release("NC-0000001"), "/status")).isEqualTo("RELEASED");
    assertThat(Instant.parse(at(release("NC-0000001"), "/releasedAt")))
        .isBetween(before, Clock.system().now());

    Awaitility.await().until(() -> client.done("webhookTaken") == 1);
    Receiver.Told told = receiver.told().get(0);
    assertThat(receiver.told()).hasSize(1);
    assertThat(told.signature()).isEqualTo(SIGNATURE.of(told.id(), told.timestamp(), told.body()));
    assertThat(told.body())
        .isEqualTo(
            "{\"type\":\"nonconformance.released\",\"number\":\"NC-0000001\",\"request\":\"Q1\","
                + "\"order\":\"PO-1-001\",\"status\":\"RELEASED\",\"disposition\":\"USE_AS_IS\"}");
    assertThat(client.documents().get(0).path("webhook").asText()).isEqualTo("DELIVERED");
  }

  @Test
  void aReleaseIsToldUntilItIsTakenAlsoAfterARestart() throws IOException {
    receiver.answer(503);
    open("Q1", "97.2");
    release("NC-0000001");
    Awaitility.await().until(() -> receiver.told().size() >= 3);
    restart(null);
    int before = receiver.told().size();
    Awaitility.await().until(() -> receiver.told().size() > before);
    receiver.answer(204);

    Awaitility.await().until(() -> client.done("webhookTaken") == 1);
    assertThat(ids()).hasSize(1);
    assertThat(client.done("webhookRefused")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void oneThatIsNeverTakenHoldsUpNoOther() throws IOException {
    receiver.refuse("\"request\":\"Q1\"");
    for (int i = 1; i <= 6; i++) {
      open("Q" + i, "97.2");
      release("NC-000000" + i);
    }

    Awaitility.await().until(() -> client.done("webhookTaken") == 5);
    assertThat(client.documents().get(0).path("webhook").asText()).isEqualTo("PENDING");
  }

  @Test
  void onDemandItIsToldTwiceOrWronglySignedFirst() throws IOException {
    client.faults("{\"webhookTwice\":1}");
    open("Q1", "97.2");
    release("NC-0000001");
    Awaitility.await().until(() -> receiver.told().size() == 2);
    assertThat(receiver.told().get(0).id()).isEqualTo(receiver.told().get(1).id());
    assertThat(receiver.told().get(0).body()).isEqualTo(receiver.told().get(1).body());
    assertThat(client.done("webhookTwice")).isEqualTo(1);

    client.faults("{\"webhookWrongSignature\":1}");
    open("Q2", "97.2");
    release("NC-0000002");
    Awaitility.await().until(() -> client.done("webhookTaken") == 2);
    List<Receiver.Told> told = receiver.told().subList(2, 4);
    assertThat(told.get(0).signature())
        .isNotEqualTo(SIGNATURE.of(told.get(0).id(), told.get(0).timestamp(), told.get(0).body()));
    assertThat(told.get(1).signature())
        .isEqualTo(SIGNATURE.of(told.get(1).id(), told.get(1).timestamp(), told.get(1).body()));
    assertThat(client.done("webhookWrongSignature")).isEqualTo(1);
    assertThat(client.done("webhookWrongTaken")).isEqualTo(1);
  }

  @Test
  void itReleasesByItselfWhenToldToAlsoWhatWasOpenBeforeARestart() throws IOException {
    open("Q1", "97.2");
    restart(Duration.ofMillis(300));
    open("Q2", "97.2");

    Awaitility.await().until(() -> client.done("webhookTaken") == 2);
    for (JsonNode document : client.documents()) {
      assertThat(document.path("status").asText()).isEqualTo("RELEASED");
    }
    assertThat(ids()).hasSize(2);
  }

  private void restart(@Nullable Duration releaseAfter) throws IOException {
    if (server != null) {
      server.close();
    }
    DeskSettings desk = new DeskSettings(0, folder, 5, DeskClient.CLIENT, DeskClient.SECRET);
    URI url = URI.create("http://127.0.0.1:" + receiver.port() + "/hooks/qms");
    QmsSettings.Hook hook = new QmsSettings.Hook(url, Receiver.SECRET, null);
    server = QmsServer.start(new QmsSettings(desk, releaseAfter, hook), Clock.system());
    client = new DeskClient(server.port(), Duration.ofSeconds(10)).logIn();
  }

  private Set<String> ids() {
    return new HashSet<>(receiver.told().stream().map(Receiver.Told::id).toList());
  }

  private HttpResponse<String> open(String request, String value) throws IOException {
    return client.post("/nonconformances", body(value), request);
  }

  private HttpResponse<String> release(String number) throws IOException {
    return client.post("/control/nonconformances/" + number + "/release", "{}");
  }

  private static String body(String value) {
    return ("{\"order\":\"PO-1-001\",\"characteristic\":\"fill-weight\",\"value\":\"%s\","
            + "\"unit\":\"g\",\"machine\":\"press-3\",\"detail\":\"below 98.5\"}")
        .formatted(value);
  }

  private static String at(HttpResponse<String> answer, String pointer) throws IOException {
    return DeskClient.tree(answer).at(pointer).asText();
  }
}
