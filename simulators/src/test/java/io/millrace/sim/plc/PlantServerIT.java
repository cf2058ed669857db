package io.millrace.sim.plc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.base.time.Clock;
import io.millrace.sim.plant.PlantSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlantServerIT {
  private static final int SHORT_MS = 300;

  private final PlantServer server =
      PlantServer.start(
          new PlantSettings(
              42, 2, 50, true, Duration.ofSeconds(3), true, Duration.ofSeconds(2), false),
          0,
          0,
          Clock.system());
  private final int port = server.presses().get(0).port();
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void registersAreWhatTheModelMade() throws Exception {
    try (RawModbus client = new RawModbus(port)) {
      Awaitility.await().until(() -> client.registers(7, 1)[0] == 1);
      post("/stop", "");
      int[] shown = client.registers(0, 20);
      JsonNode truth = get("/truth").path("presses").get(0);

      for (int kind = 0; kind < 2; kind++) {
        String name = kind == 0 ? "good" : "scrap";
        long made =
            shown[kind]
                + truth.path("wraps").path(name).asLong() * 65_536
                + truth.path("beforeResets").path(name).asLong()
                - truth.path("start").path(name).asLong();
        assertThat(made).isEqualTo(truth.path("made").path(name).asLong());
        long wide = (long) shown[2 + 2 * kind] << 16 | shown[3 + 2 * kind];
        assertThat(wide & 0xFFFF).isEqualTo(shown[kind]);
      }
      assertThat(shown[6]).isZero();
      assertThat(shown[8]).isEqualTo(20);
      assertThat(order(shown)).isEqualTo(truth.path("order").asText());
      assertThat(truth.path("running").asBoolean()).isFalse();
    }
  }

  @Test
  void anAnswerShowsOneInstant() throws Exception {
    try (RawModbus client = new RawModbus(port)) {
      for (int i = 0; i < 2_000; i++) {
        int[] shown = client.registers(0, 18);

        assertThat(shown[0]).isEqualTo(shown[3]);
        assertThat(shown[1]).isEqualTo(shown[5]);
        assertThat(shown[7] == 0).isEqualTo(shown[0] > 60_000);
      }
    }
  }

  @Test
  void answersAreTheProtocolsOwn() throws IOException {
    post("/stop", "");
    try (RawModbus client = new RawModbus(port)) {
      assertThat(ask(client, "0001 0000 0006 01 01 0000 0004", 10)).endsWith("010101");
      assertThat(ask(client, "0002 0000 0006 01 02 0000 0001", 10)).endsWith("020101");
      assertThat(ask(client, "0003 0000 0006 01 04 000a 0002", 13)).endsWith("0404504f2d31");
      assertThat(ask(client, "0004 0000 0006 01 06 001e 1234", 12))
          .isEqualTo("0004000000060106001e1234");
      assertThat(ask(client, "0005 0000 000b 01 10 001f 0002 04 aaaa bbbb", 12))
          .isEqualTo("0005000000060110001f0002");
      assertThat(ask(client, "0006 0000 0006 01 03 001e 0003", 15))
          .endsWith("0306" + "1234aaaabbbb");
    }
  }

  @Test
  void whatCannotBeAnsweredGetsItsException() throws IOException {
    try (RawModbus client = new RawModbus(port)) {
      assertThat(ask(client, "0001 0000 0006 01 05 0000 ff00", 9)).endsWith("8501");
      assertThat(ask(client, "0002 0000 0006 01 03 0013 0002", 9)).endsWith("8302");
      assertThat(ask(client, "0003 0000 0006 01 03 ffff 0001", 9)).endsWith("8302");
      assertThat(ask(client, "0004 0000 0006 01 03 0000 0000", 9)).endsWith("8303");
      assertThat(ask(client, "0005 0000 0006 01 03 0064 007e", 9)).endsWith("8303");
      assertThat(ask(client, "0006 0000 0006 01 06 0000 0001", 9)).endsWith("8602");
      assertThat(ask(client, "0007 0000 0009 01 10 001e 0002 02 aaaa", 9)).endsWith("9003");
      assertThat(ask(client, "0008 0000 0003 01 03 00", 9)).endsWith("8303");
      assertThat(ask(client, "0009 0000 0006 02 03 0000 0001", 9)).isEqualTo("00090000000302830b");
      assertThat(IntStream.of(client.registers(100, 125)))
          .allMatch(value -> value >= 20_000 && value <= 40_000);
    }
  }

  @Test
  void aMalformedFrameEndsItsConnectionOnly() throws Exception {
    try (RawModbus bad = new RawModbus(port);
        RawModbus good = new RawModbus(port)) {
      bad.send("0001 0001 0006 01 03 0000 0001");
      assertThat(bad.next(5_000)).isEqualTo(-1);
      assertThat(good.registers(0, 1)).hasSize(1);
    }
    try (RawModbus oversized = new RawModbus(port)) {
      oversized.send("0001 0000 00ff 01");
      assertThat(oversized.next(5_000)).isEqualTo(-1);
    }
    assertThat(get("/health").get(0).path("broken").asInt()).isEqualTo(2);
  }

  @Test
  void framesMayComeInPiecesAndTogether() throws IOException {
    try (RawModbus client = new RawModbus(port)) {
      client.send("0001 0000 00").send("06 01 06 001e").send("0007 0002 0000 0006 01 06 001e 0008");

      assertThat(client.receive(24))
          .isEqualTo("0001000000060106001e0007" + "0002000000060106001e0008");
    }
  }

  @Test
  void moreClientsThanTheLimitAreTurnedAway() throws IOException {
    List<RawModbus> clients = new ArrayList<>();
    try {
      for (int i = 0; i < PressServer.CLIENTS_MAX; i++) {
        clients.add(new RawModbus(port));
        assertThat(clients.get(i).registers(0, 1)).hasSize(1);
      }
      clients.add(new RawModbus(port));
      assertThat(clients.get(PressServer.CLIENTS_MAX).next(5_000)).isEqualTo(-1);
    } finally {
      for (RawModbus client : clients) {
        client.close();
      }
    }
  }

  @Test
  void aSilentPressAcceptsAndNeverAnswers() throws IOException {
    post("/press-1/fault", "{\"mode\":\"silent\"}");
    try (RawModbus client = new RawModbus(port);
        RawModbus neighbour = new RawModbus(server.presses().get(1).port())) {
      client.send("0001 0000 0006 01 03 0000 0001");
      assertThatThrownBy(() -> client.next(SHORT_MS)).isInstanceOf(SocketTimeoutException.class);
      assertThat(neighbour.registers(0, 1)).hasSize(1);
    }
  }

  @Test
  void aRefusingPressEndsItsConnectionsAndComesBackOnItsPort() throws IOException {
    try (RawModbus client = new RawModbus(port)) {
      client.registers(0, 1);
      post("/press-1/fault", "{\"mode\":\"refuse\"}");
      assertThat(client.next(5_000)).isEqualTo(-1);
    }
    assertThatThrownBy(() -> new RawModbus(port).close()).isInstanceOf(ConnectException.class);

    post("/press-1/fault", "{\"mode\":\"none\"}");
    try (RawModbus client = new RawModbus(port)) {
      assertThat(client.registers(0, 1)).hasSize(1);
    }
  }

  @Test
  void aSlowPressAnswersRightAfterThreeSeconds() throws IOException {
    post("/press-1/fault", "{\"mode\":\"slow\"}");
    try (RawModbus client = new RawModbus(port)) {
      client.send("0001 0000 0006 01 06 001e 0005");
      assertThatThrownBy(() -> client.next(2_500)).isInstanceOf(SocketTimeoutException.class);
      assertThat(client.next(5_000)).isZero();
      assertThat(client.receive(11)).isEqualTo("01000000060106001e0005");
    }
  }

  @Test
  void aPressThatSendsGarbageSendsNoFrame() throws IOException {
    post("/press-1/fault", "{\"mode\":\"garbage\"}");
    try (RawModbus client = new RawModbus(port)) {
      client.send("0007 0000 0006 01 03 0000 0001");
      assertThat(client.receive(6)).isEqualTo("0007beefffff");
    }
  }

  @Test
  void aDroppingPressClosesAtTheRequest() throws IOException {
    post("/press-1/fault", "{\"mode\":\"drop\"}");
    try (RawModbus client = new RawModbus(port)) {
      assertThatThrownBy(() -> client.next(SHORT_MS)).isInstanceOf(SocketTimeoutException.class);
      client.send("0001 0000 0006 01 03 0000 0001");
      assertThat(client.next(5_000)).isEqualTo(-1);
    }
  }

  @Test
  void resetsAndOrdersAreDoneWhenAsked() throws IOException {
    post("/stop", "");
    int resets = get("/truth").path("presses").get(1).path("resets").asInt();
    post("/press-2/reset", "");
    post("/press-2/order", "");

    Awaitility.await()
        .until(
            () -> {
              JsonNode truth = get("/truth").path("presses").get(1);
              return truth.path("resets").asInt() == resets + 1
                  && truth.path("orderChanges").asInt() >= 1;
            });
    assertThat(post("/run", "").path("presses").get(1).path("running").asBoolean()).isTrue();
  }

  @Test
  void wrongAddressesAndModesAreRefusedWithAReason() throws IOException {
    assertThat(post("/press-9/reset", "").toString()).contains("press-9");
    assertThat(post("/press-1/fault", "{\"mode\":\"odd\"}").toString()).contains("none, silent");
    assertThat(post("/press-1/fault", "no json").toString()).contains("INVALID");
  }

  private static String ask(RawModbus client, String request, int answerBytes) throws IOException {
    return client.send(request).receive(answerBytes);
  }

  private static String order(int[] shown) {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[2 * i] = (byte) (shown[10 + i] >> 8);
      bytes[2 * i + 1] = (byte) shown[10 + i];
    }
    return new String(bytes, StandardCharsets.US_ASCII).replace("\0", "");
  }

  private JsonNode get(String path) throws IOException {
    return send(HttpRequest.newBuilder(uri(path)).GET().build());
  }

  private JsonNode post(String path, String body) throws IOException {
    return send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.controlPort() + path);
  }

  private JsonNode send(HttpRequest request) throws IOException {
    try {
      return new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
