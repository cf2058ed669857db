package io.millrace.sim.enterprise.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.time.Clock;
import io.millrace.sim.enterprise.desk.DeskClient;
import io.millrace.sim.enterprise.desk.DeskSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrmServerIT {
  @TempDir private Path folder;

  private CrmServer server;
  private DeskClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        CrmServer.start(
            new DeskSettings(0, folder, 5, DeskClient.CLIENT, DeskClient.SECRET), Clock.system());
    client = new DeskClient(server.port(), Duration.ofSeconds(10)).logIn();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theFirstWriteMakesARecordAndTheNextChangesIt() throws IOException {
    HttpResponse<String> first = order("PO-1-001", "10.0");
    HttpResponse<String> second = order("PO-1-001", "25");

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(at(first, "/id")).isEqualTo("ORD-0000001").isEqualTo(at(second, "/id"));
    assertThat(at(first, "/quantity")).isEqualTo("10");
    assertThat(at(second, "/quantity")).isEqualTo("25");
    assertThat(at(client.get("/orders/PO-1-001"), "/externalId")).isEqualTo("PO-1-001");
    assertThat(at(client.get("/orders/PO-1-001"), "/revision")).isEqualTo("2");
    assertThat(client.documents()).hasSize(1);
    assertThat(client.history()).hasSize(2);
    assertThat(client.history().get(0).path("quantity").asText()).isEqualTo("10");
  }

  @Test
  void anAlertSaysBothDays() throws IOException {
    HttpResponse<String> alert = client.put("/alerts/D1", alert("2026-12-01", "2026-12-02"));

    assertThat(alert.statusCode()).isEqualTo(201);
    assertThat(at(client.get("/alerts/D1"), "/oldDate")).isEqualTo("2026-12-01");
    assertThat(at(client.get("/alerts/D1"), "/newDate")).isEqualTo("2026-12-02");
    assertThat(at(client.get("/alerts/D1"), "/order")).isEqualTo("PO-1-001");
    assertThat(client.get("/orders/D1").statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsWrongIsRefusedAndLeavesNothing() throws IOException {
    assertThat(client.put("/orders/X", "{}").body()).contains("status");
    assertThat(client.put("/orders/" + "x".repeat(65), orderBody("1")).statusCode()).isEqualTo(400);
    assertThat(client.put("/alerts/X", alert("tomorrow", "2026-12-02")).body())
        .contains("oldDate 'tomorrow'");
    assertThat(new DeskClient(server.port(), Duration.ofSeconds(10)).get("/orders/X").statusCode())
        .isEqualTo(401);
    assertThat(client.documents()).isEmpty();
  }

  @Test
  void anyFaultLeavesOneRecordThatSaysWhatWasWrittenLast() throws IOException {
    client.faults(
        "{\"latency\":0.1,\"rate\":0.2,\"unavailable\":0.1,\"lock\":0.1,\"dropAfterCommit\":0.3,"
            + "\"latencyMs\":10}");
    for (int i = 1; i <= 60; i++) {
      assertThat(written(Integer.toString(i))).isEqualTo(1);
    }

    assertThat(client.documents()).hasSize(1);
    assertThat(client.documents().get(0).path("quantity").asText()).isEqualTo("60");
    assertThat(client.done("dropAfterCommit")).isPositive();
    assertThat(client.history()).hasSizeGreaterThan(60);
  }

  @Test
  void aTokenThatExpiredOpensNothing() throws IOException {
    client.faults("{\"tokenExpiry\":1}");
    assertThat(order("A", "1").statusCode()).isEqualTo(401);
    client.faults("{}");
    assertThat(order("A", "1").statusCode()).isEqualTo(401);
    client.logIn();
    client.faults("{\"lateBeyondSettle\":1,\"timeoutMs\":100,\"settleMs\":1300}");
    assertThatThrownBy(() -> order("A", "1")).isInstanceOf(IOException.class);
    assertThat(client.documents()).hasSize(1);
  }

  /** Writes again until it is answered with 2xx. */
  private int written(String quantity) {
    for (int i = 0; i < 100; i++) {
      try {
        if (order("A", quantity).statusCode() / 100 == 2) {
          return 1;
        }
      } catch (IOException e) {
        assertThat(e).isNotInstanceOf(HttpTimeoutException.class);
      }
    }
    return 0;
  }

  private HttpResponse<String> order(String externalId, String quantity) throws IOException {
    return client.put("/orders/" + externalId, orderBody(quantity));
  }

  private static String orderBody(String quantity) {
    return "{\"status\":\"IN_PRODUCTION\",\"quantity\":\"%s\",\"unit\":\"{piece}\"}"
        .formatted(quantity);
  }

  private static String alert(String oldDate, String newDate) {
    return "{\"order\":\"PO-1-001\",\"oldDate\":\"%s\",\"newDate\":\"%s\",\"reason\":\"JAM\"}"
        .formatted(oldDate, newDate);
  }

  private static String at(HttpResponse<String> answer, String pointer) throws IOException {
    return DeskClient.tree(answer).at(pointer).asText();
  }
}
