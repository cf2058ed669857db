package io.millrace.sim.enterprise.erp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.base.time.Clock;
import io.millrace.sim.enterprise.desk.DeskClient;
import io.millrace.sim.enterprise.desk.DeskSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErpServerIT {
  private static final Duration PATIENT = Duration.ofSeconds(10);
  private static final String ORDER = "PO-1-001";

  @TempDir private Path folder;

  private ErpServer server;
  private DeskClient client;

  @BeforeEach
  void start() throws IOException {
    server = open(Duration.ofMinutes(5));
    client = new DeskClient(server.port(), PATIENT).logIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aConfirmationBecomesADocumentEachTimeItIsSent() throws IOException {
    HttpResponse<String> first = client.confirm(ORDER, 12, "R1");
    HttpResponse<String> second = client.confirm(ORDER, 12, "R1");

    assertThat(first.statusCode()).isEqualTo(201);
    JsonNode answer = DeskClient.tree(first);
    assertThat(answer.path("number").asText()).isEqualTo("CNF-0000001");
    assertThat(answer.path("order").asText()).isEqualTo(ORDER);
    assertThat(answer.path("machine").asText()).isEqualTo("press-1");
    assertThat(answer.path("yield").asText()).isEqualTo("12");
    assertThat(answer.path("scrap").asText()).isEqualTo("1");
    assertThat(answer.path("reference").asText()).isEqualTo("R1");
    assertThat(Instant.parse(answer.path("postedAt").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(DeskClient.tree(second).path("number").asText()).isEqualTo("CNF-0000002");
    assertThat(client.documents()).hasSize(2);
    assertThat(client.done("none")).isEqualTo(2);
    assertThat(order().path("confirmedYield").asText()).isEqualTo("24");
  }

  @Test
  void theIndexFindsADocumentWithinASecondAndNotAlwaysAtOnce() throws IOException {
    int late = 0;
    for (int i = 0; i < 20; i++) {
      client.confirm(ORDER, 1, "R" + i);
      late += client.found("R" + i).isEmpty() ? 1 : 0;
    }

    assertThat(late).isGreaterThan(5);
    Awaitility.await()
        .atMost(Duration.ofMillis(1_500))
        .until(
            () -> {
              for (int i = 0; i < 20; i++) {
                if (client.found("R" + i).size() != 1) {
                  return false;
                }
              }
              return true;
            });
  }

  @Test
  void aReversalTakesAConfirmationBackOnce() throws IOException {
    client.confirm(ORDER, 12, "R1");
    HttpResponse<String> undone = reverse("CNF-0000001");

    assertThat(undone.statusCode()).isEqualTo(201);
    assertThat(DeskClient.tree(undone).path("number").asText()).isEqualTo("REV-0000002");
    assertThat(reverse("CNF-0000001").statusCode()).isEqualTo(409);
    assertThat(reverse("CNF-0000009").statusCode()).isEqualTo(404);
    assertThat(reverse("REV-0000002").statusCode()).isEqualTo(404);
    JsonNode documents = client.documents();
    assertThat(documents.get(0).path("reversed").asBoolean()).isTrue();
    assertThat(documents.get(1).path("reverses").asText()).isEqualTo("CNF-0000001");
    assertThat(documents.get(1).path("yield").asText()).isEqualTo("-12");
    assertThat(order().path("confirmedYield").asText()).isEqualTo("0");
  }

  @Test
  void whatIsWrongIsRefusedAndLeavesNothing() throws IOException {
    HttpResponse<String> unknown = client.confirm("PO-1", 1, "R1");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(code(unknown)).isEqualTo("ORDER_UNKNOWN");

    String path = "/production-orders/" + ORDER + "/confirmations";
    assertThat(client.post(path, "{\"machine\":\"m\"}").statusCode()).isEqualTo(400);
    assertThat(client.post(path, "no json").statusCode()).isEqualTo(400);
    assertThat(client.post(path, good().replace("12", "-1")).body()).contains("yield");
    assertThat(client.post(path, good().replace("12", "1e9")).body()).contains("yield");
    assertThat(client.post("/control/faults", "{\"odd\":1}").body()).contains("odd");
    assertThat(client.post("/control/faults", "{\"lock\":0.6,\"rate\":0.6}").statusCode())
        .isEqualTo(400);
    assertThat(client.documents()).isEmpty();
  }

  @Test
  void onlyAValidTokenOpensTheDoor() throws IOException {
    DeskClient stranger = new DeskClient(server.port(), PATIENT);
    assertThat(stranger.confirm(ORDER, 1, "R1").statusCode()).isEqualTo(401);
    assertThat(code(stranger.get("/confirmations?reference=R1"))).isEqualTo("TOKEN_EXPIRED");
    assertThat(stranger.form("grant_type=client_credentials&client_id=millrace").statusCode())
        .isEqualTo(401);
    assertThat(stranger.form("grant_type=password").statusCode()).isEqualTo(400);

    String basic =
        Base64.getEncoder()
            .encodeToString(
                (DeskClient.CLIENT + ":" + DeskClient.SECRET).getBytes(StandardCharsets.UTF_8));
    String answer =
        raw(
            "POST /oauth/token HTTP/1.1\r\nHost: erp\r\nAuthorization: Basic "
                + basic
                + "\r\n"
                + "Connection: close\r\n"
                + "Content-Length: 29\r\n\r\n"
                + "grant_type=client_credentials");
    assertThat(answer).startsWith("HTTP/1.1 200").contains("access_token", "expires_in");
  }

  @Test
  void aTokenExpires() throws IOException {
    server.close();
    server = open(Duration.ofSeconds(1));
    client = new DeskClient(server.port(), PATIENT).logIn();

    assertThat(client.confirm(ORDER, 1, "R1").statusCode()).isEqualTo(201);
    Awaitility.await().until(() -> client.confirm(ORDER, 1, "R2").statusCode() == 401);
    assertThat(client.logIn().confirm(ORDER, 1, "R3").statusCode()).isEqualTo(201);
  }

  @Test
  void faultsWithAnAnswerSayWhatTheyAreAndCommitNothing() throws IOException {
    faults("{\"rate\":1,\"retryAfterMs\":1500}");
    HttpResponse<String> limited = client.confirm(ORDER, 1, "R1");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("2");

    faults("{\"unavailable\":1}");
    HttpResponse<String> unavailable = client.confirm(ORDER, 1, "R1");
    assertThat(unavailable.statusCode()).isEqualTo(503);
    assertThat(unavailable.headers().firstValue("retry-after")).contains("1");

    faults("{\"lock\":1}");
    assertThat(client.confirm(ORDER, 1, "R1").statusCode()).isEqualTo(423);

    faults("{\"tokenExpiry\":1}");
    assertThat(client.confirm(ORDER, 1, "R1").statusCode()).isEqualTo(401);
    faults("{}");
    assertThat(client.confirm(ORDER, 1, "R1").statusCode()).isEqualTo(401);
    assertThat(client.logIn().confirm(ORDER, 1, "R1").statusCode()).isEqualTo(201);

    assertThat(client.documents()).hasSize(1);
    for (String fault : new String[] {"rate", "unavailable", "lock", "tokenExpiry", "none"}) {
      assertThat(client.done(fault)).as(fault).isEqualTo(1);
    }
  }

  @Test
  void latencyAnswersLateAndRight() throws IOException {
    faults("{\"latency\":1,\"latencyMs\":400}");
    Instant before = Instant.now();

    assertThat(client.confirm(ORDER, 1, "R1").statusCode()).isEqualTo(201);
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(390));
    assertThat(client.done("latency")).isEqualTo(1);
  }

  @Test
  void dropAfterCommitSendsNotOneByte() throws IOException {
    String token =
        client
            .form(
                "grant_type=client_credentials&client_id=millrace&client_secret="
                    + DeskClient.SECRET)
            .body()
            .replaceAll(".*access_token\":\"(\\w+)\".*", "$1");
    faults("{\"dropAfterCommit\":1}");

    String answer =
        raw(
            "POST /production-orders/%s/confirmations HTTP/1.1\r\nHost: erp\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(ORDER, token, good().length(), good()));

    assertThat(answer).isEmpty();
    assertThat(client.documents()).hasSize(1);
    assertThat(client.documents().get(0).path("fault").asText()).isEqualTo("dropAfterCommit");
    assertThat(client.done("dropAfterCommit")).isEqualTo(1);
  }

  @Test
  void lateWithinSettleIsFoundAfterTheTimeoutAndBeforeSettleEnds() throws IOException {
    faults("{\"lateWithinSettle\":1,\"timeoutMs\":500,\"settleMs\":2000}");
    DeskClient hasty = new DeskClient(server.port(), Duration.ofMillis(500)).logIn();
    Instant sent = Instant.now();

    for (int i = 0; i < 4; i++) {
      String reference = "R" + i;
      assertThatThrownBy(() -> hasty.confirm(ORDER, 1, reference))
          .isInstanceOf(HttpTimeoutException.class);
    }
    assertThat(client.done("waiting")).isPositive();
    Awaitility.await().until(() -> client.done("waiting") == 0);
    for (JsonNode document : client.documents()) {
      Instant received = Instant.parse(document.path("receivedAt").asText());
      assertThat(received).isAfter(sent.minusMillis(1));
      assertThat(Instant.parse(document.path("committedAt").asText()))
          .isAfterOrEqualTo(received.plusMillis(500));
      assertThat(Instant.parse(document.path("visibleAt").asText()))
          .isBefore(received.plusMillis(2_500));
    }
    assertThat(client.done("lateWithinSettle") + client.done("abandoned")).isEqualTo(4);
    assertThat(client.documents()).hasSize((int) client.done("lateWithinSettle")).isNotEmpty();
  }

  @Test
  void lateBeyondSettleComesWhenNobodyLooksAnyMore() throws IOException {
    faults("{\"lateBeyondSettle\":1,\"timeoutMs\":300,\"settleMs\":1500}");
    DeskClient hasty = new DeskClient(server.port(), Duration.ofMillis(300)).logIn();

    assertThatThrownBy(() -> hasty.confirm(ORDER, 1, "R1"))
        .isInstanceOf(HttpTimeoutException.class);
    assertThatThrownBy(() -> client.confirm(ORDER, 1, "R2"))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpTimeoutException.class);
    Awaitility.await().until(() -> client.done("lateBeyondSettle") == 2);
    for (JsonNode document : client.documents()) {
      Instant received = Instant.parse(document.path("receivedAt").asText());
      assertThat(Instant.parse(document.path("committedAt").asText()))
          .isAfterOrEqualTo(received.plusMillis(300 + 1_500 + 1_000 + 1_000));
    }
  }

  @Test
  void statisticsAgreeWithWhatAClientOfAllFaultsSaw() throws IOException {
    faults(
        "{\"latency\":0.1,\"rate\":0.2,\"unavailable\":0.1,\"lock\":0.1,\"dropAfterCommit\":0.2,"
            + "\"tokenExpiry\":0.1,\"latencyMs\":10}");
    int[] seen = new int[600];
    for (int i = 0; i < 300; i++) {
      seen[statusOf("R" + i)]++;
    }

    assertThat(client.done("none") + client.done("latency")).isEqualTo(seen[201]);
    assertThat(client.done("rate")).isEqualTo(seen[429]).isBetween(30L, 90L);
    assertThat(client.done("unavailable")).isEqualTo(seen[503]).isPositive();
    assertThat(client.done("lock")).isEqualTo(seen[423]).isPositive();
    assertThat(client.done("tokenExpiry")).isEqualTo(seen[401]).isPositive();
    assertThat(client.done("dropAfterCommit")).isEqualTo(seen[0]).isBetween(30L, 90L);
    assertThat(client.documents()).hasSize(seen[201] + seen[0]);
    assertThat(client.done("documents")).isEqualTo(seen[201] + seen[0]);
  }

  @Test
  void documentsAndStatisticsOutliveARestartAndWhatWaitsDoesNot() throws IOException {
    client.confirm(ORDER, 5, "R1");
    faults("{\"lateBeyondSettle\":1}");
    DeskClient hasty = new DeskClient(server.port(), Duration.ofMillis(300)).logIn();
    assertThatThrownBy(() -> hasty.confirm(ORDER, 1, "R2")).isInstanceOf(IOException.class);
    assertThat(client.done("waiting")).isEqualTo(1);

    server.close();
    server = open(Duration.ofMinutes(5));
    client = new DeskClient(server.port(), PATIENT);

    assertThat(client.documents()).hasSize(1);
    assertThat(client.done("none")).isEqualTo(1);
    assertThat(client.done("waiting")).isZero();
    assertThat(client.confirm(ORDER, 1, "R3").statusCode()).isEqualTo(401);
    HttpResponse<String> next = client.logIn().confirm(ORDER, 1, "R3");
    assertThat(DeskClient.tree(next).path("number").asText()).isEqualTo("CNF-0000002");
  }

  private ErpServer open(Duration tokenLife) {
    return ErpServer.start(
        new DeskSettings(0, folder, 42, DeskClient.CLIENT, DeskClient.SECRET, tokenLife),
        Clock.system());
  }

  private void faults(String json) throws IOException {
    assertThat(client.post("/control/faults", json).statusCode()).isEqualTo(200);
  }

  /** 0 when the connection ended without an answer. */
  private int statusOf(String reference) throws IOException {
    try {
      int status = client.confirm(ORDER, 1, reference).statusCode();
      if (status == 401) {
        client.logIn();
      }
      return status;
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return 0;
    }
  }

  private HttpResponse<String> reverse(String number) throws IOException {
    return client.post("/confirmations/" + number + "/reversal", "{\"reference\":\"U1\"}");
  }

  private JsonNode order() throws IOException {
    return DeskClient.tree(client.get("/production-orders/" + ORDER));
  }

  private static String code(HttpResponse<String> answer) throws IOException {
    return DeskClient.tree(answer).path("error").path("code").asText();
  }

  private static String good() {
    return "{\"machine\":\"m\",\"yield\":12,\"scrap\":0,\"unit\":\"{piece}\",\"reference\":\"R1\"}";
  }

  /** All bytes that come before the server closes. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
