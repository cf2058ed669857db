package io.millrace.sim.enterprise.erp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.base.time.Clock;
import io.millrace.sim.enterprise.desk.DeskClient;
import io.millrace.sim.enterprise.desk.DeskSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds, releases, reschedules and goods movements. */
class ErpPostingsIT {
  private static final String ORDER = "/production-orders/PO-1-001";

  @TempDir private Path folder;

  private ErpServer server;
  private DeskClient client;

  @BeforeEach
  void start() throws IOException {
    server = open();
    client = new DeskClient(server.port(), Duration.ofSeconds(10)).logIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void eachHoldHoldsAndAReleaseEndsItOnceWithTheSameAnswerEachTime() throws IOException {
    HttpResponse<String> held = hold("H1");
    assertThat(held.statusCode()).isEqualTo(201);
    assertThat(at(held, "/number")).isEqualTo("HLD-0000001");
    assertThat(at(held, "/nonconformance")).isEqualTo("NC-0000007");
    assertThat(at(hold("H1"), "/number")).isEqualTo("HLD-0000002");
    assertThat(at(client.get(ORDER), "/status")).isEqualTo("HELD");

    HttpResponse<String> released = release("HLD-0000001", "R1");
    assertThat(released.statusCode()).isEqualTo(200);
    assertThat(at(released, "/number")).isEqualTo("RLS-0000003");
    assertThat(at(released, "/hold")).isEqualTo("HLD-0000001");
    assertThat(release("HLD-0000001", "R2").body()).isEqualTo(released.body());
    assertThat(at(client.get(ORDER), "/holds")).isEqualTo("1");
    release("HLD-0000002", "R3");
    assertThat(at(client.get(ORDER), "/status")).isEqualTo("RELEASED");

    assertThat(client.documents()).hasSize(4);
    assertThat(client.documents().get(0).path("released").asBoolean()).isTrue();
    assertThat(client.documents().get(0).path("kind").asText()).isEqualTo("hold");
  }

  @Test
  void aReleaseIsOneDocumentWhateverItsAnswersSuffer() throws IOException {
    hold("H1");
    client.faults("{\"lateWithinSettle\":0.3,\"dropAfterCommit\":0.5,\"timeoutMs\":200}");
    for (int i = 0; i < 12; i++) {
      try {
        release("HLD-0000001", "R" + i);
      } catch (IOException e) {
        assertThat(e).isNotInstanceOf(HttpTimeoutException.class);
      }
    }

    assertThat(client.documents()).hasSize(2);
    assertThat(client.done("dropAfterCommit")).isPositive();
    assertThat(client.done("lateWithinSettle")).isPositive();
  }

  @Test
  void aRescheduleMovesTheDayAtEachBegunShiftOfDowntime() throws IOException {
    HttpResponse<String> first = reschedule("R1", "0.5");
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(at(first, "/number")).isEqualTo("RSC-0000001");
    assertThat(at(first, "/oldDate")).isEqualTo("2026-12-01");
    assertThat(at(first, "/newDate")).isEqualTo("2026-12-02");

    HttpResponse<String> second = reschedule("R2", "400");
    assertThat(at(second, "/oldDate")).isEqualTo("2026-12-02");
    assertThat(at(second, "/newDate")).isEqualTo("2026-12-02");
    assertThat(at(reschedule("R2", "80"), "/newDate")).isEqualTo("2026-12-03");
    assertThat(at(client.get(ORDER), "/dueDate")).isEqualTo("2026-12-03");
    assertThat(at(client.get("/production-orders/PO-1-002"), "/dueDate")).isEqualTo("2026-12-01");
  }

  @Test
  void goodsMoveAsOftenAsTheyAreAskedTo() throws IOException {
    assertThat(at(move("G1"), "/number")).isEqualTo("GM-0000001");
    assertThat(at(move("G1"), "/number")).isEqualTo("GM-0000002");
    assertThat(at(move("G1"), "/quantity")).isEqualTo("2.5");
  }

  @Test
  void eachKindIsFoundByItsReferenceAfterTheIndexsLag() throws IOException {
    hold("X");
    reschedule("X", "1");
    move("X");

    Awaitility.await()
        .atMost(Duration.ofMillis(1_500))
        .untilAsserted(
            () -> {
              assertThat(found("/holds?reference=X", "/0/number")).isEqualTo("HLD-0000001");
              assertThat(found("/reschedules?reference=X", "/0/newDate")).isEqualTo("2026-12-02");
              assertThat(found("/goods-movements?reference=X", "/0/number"))
                  .isEqualTo("GM-0000003");
            });
    assertThat(found("/confirmations?reference=X", "")).isEqualTo("[]");
  }

  @Test
  void whatIsWrongIsRefusedAndLeavesNothing() throws IOException {
    assertThat(client.post("/production-orders/PO-9/holds", "{}").statusCode()).isEqualTo(404);
    assertThat(client.post(ORDER + "/holds", "{}").body()).contains("reason");
    assertThat(client.post(ORDER + "/reschedule", body("R", "-1")).body()).contains("minutes");
    assertThat(client.post(ORDER + "/reschedule", body("R", "1e9")).body()).contains("minutes");
    assertThat(client.post(ORDER + "/reschedule", body("R", "100001")).body()).contains("minutes");
    assertThat(client.post("/goods-movements", "{\"order\":\"PO-9\"}").statusCode()).isEqualTo(404);
    assertThat(at(release("HLD-0000009", "R"), "/error/code")).isEqualTo("HOLD_UNKNOWN");
    assertThat(client.post("/control/faults", "{\"webhookTwice\":1}").body()).contains("webhook");
    assertThat(client.documents()).isEmpty();
    assertThat(client.done("none")).isZero();
  }

  @Test
  void theFaultSwitchIsTheSameForEachOperation() throws IOException {
    hold("H0");
    client.faults("{\"lock\":1}");
    assertThat(hold("H1").statusCode()).isEqualTo(423);
    assertThat(release("HLD-0000001", "R1").statusCode()).isEqualTo(423);
    assertThat(reschedule("R1", "1").statusCode()).isEqualTo(423);
    assertThat(move("G1").statusCode()).isEqualTo(423);

    client.faults("{\"dropAfterCommit\":1}");
    assertThatThrownBy(() -> reschedule("R1", "1")).isInstanceOf(IOException.class);
    assertThat(client.documents()).hasSize(2);
    assertThat(client.documents().get(1).path("fault").asText()).isEqualTo("dropAfterCommit");
  }

  @Test
  void documentsOutliveARestart() throws IOException {
    hold("H1");
    release("HLD-0000001", "R1");
    server.close();
    server = open();
    client = new DeskClient(server.port(), Duration.ofSeconds(10)).logIn();

    assertThat(at(release("HLD-0000001", "R9"), "/number")).isEqualTo("RLS-0000002");
    assertThat(client.documents()).hasSize(2);
  }

  private ErpServer open() {
    return ErpServer.start(
        new DeskSettings(0, folder, 11, DeskClient.CLIENT, DeskClient.SECRET), Clock.system());
  }

  private HttpResponse<String> hold(String reference) throws IOException {
    return client.post(
        ORDER + "/holds",
        "{\"reason\":\"weight\",\"nonconformance\":\"NC-0000007\",\"reference\":\"%s\"}"
            .formatted(reference));
  }

  private HttpResponse<String> release(String hold, String reference) throws IOException {
    return client.post(
        "/holds/" + hold + "/release", "{\"reference\":\"%s\"}".formatted(reference));
  }

  private HttpResponse<String> reschedule(String reference, String minutes) throws IOException {
    return client.post(ORDER + "/reschedule", body(reference, minutes));
  }

  private HttpResponse<String> move(String reference) throws IOException {
    return client.post(
        "/goods-movements",
        ("{\"order\":\"PO-1-001\",\"material\":\"M-1\",\"quantity\":2.50,\"unit\":\"kg\","
                + "\"type\":\"consumption\",\"reference\":\"%s\"}")
            .formatted(reference));
  }

  private String found(String path, String pointer) throws IOException {
    JsonNode node = DeskClient.tree(client.get(path)).path("items").at(pointer);
    return node.isValueNode() ? node.asText() : node.toString();
  }

  private static String body(String reference, String minutes) {
    return "{\"downtime\":\"d1\",\"minutes\":\"%s\",\"reason\":\"JAM\",\"reference\":\"%s\"}"
        .formatted(minutes, reference);
  }

  private static String at(HttpResponse<String> answer, String pointer) throws IOException {
    return DeskClient.tree(answer).at(pointer).asText();
  }
}
