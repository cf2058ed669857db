package io.millrace.relay.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.linecorp.armeria.server.Server;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.relay.LogLines;
import io.millrace.relay.connector.ManualClock;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook on a real socket; the signer here is written apart from the relay's. */
class InboundIT {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String YAML =
      """
      webhook: qms
      path: /hooks/qms
      secret: file:secret
      max_body: 1KiB
      plant: acme/graz
      event: Nonconformance
      map: {number: /number, request: /request, status: /status, disposition: /disposition, order: /order}
      optional: [disposition]
      """;
  private static final String BODY =
      """
      {"type":"nonconformance.released","number":"NC-1","request":"REF","order":"PO-1","status":"RELEASED"}\
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINUTES = 2;
  private static final int REFUSED_EACH_MINUTE = 5;

  @TempDir Path folder;
  private final EventLog log = new EventLog();
  private final HttpClient client = HttpClient.newHttpClient();
  private Store store;
  private InboundService service;
  private Server server;
  private JsonNode problem = MissingNode.getInstance();

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("secret"), "whsec_" + Base64.getEncoder().encodeToString(KEY));
    store = Store.open(folder.resolve("data"));
    start(Clock.system(), YAML);
  }

  private void start(Clock clock) {
    start(clock, YAML);
  }

  private void start(Clock clock, String yaml) {
    InboundFile file = ConfigReader.read("qms.yaml", yaml, InboundFile.class);
    Ids ids = Ids.of(clock, new Random(1));
    service = new InboundService(file, folder, store, log, ids, clock);
    server = Server.builder().http(0).service(service.path(), service).build();
    server.start().join();
  }

  @AfterEach
  void close() {
    server.stop().join();
    store.close();
  }

  @Test
  void aSignedMessageIsOneEventHoweverOftenItComes() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertThat(post("m-1", Instant.now(), BODY)).isEqualTo(200);
    }
    server.stop().join();
    store.close();
    store = Store.open(folder.resolve("data"));
    start(Clock.system());
    assertThat(post("m-1", Instant.now(), BODY)).isEqualTo(200);
    assertThat(post("m-2", Instant.now(), BODY.replace("NC-1", "NC-2"))).isEqualTo(200);

    List<LoggedEvent> events = events();
    assertThat(events).extracting(LoggedEvent::agent).containsExactly("inbound:qms", "inbound:qms");
    assertThat(events).extracting(LoggedEvent::sequence).containsExactly(1L, 2L);
    var event = events.get(0).event();
    assertThat(event.getNonconformance().getNumber()).isEqualTo("NC-1");
    assertThat(event.getNonconformance().getStatus()).isEqualTo("RELEASED");
    assertThat(event.getNonconformance().getDisposition()).isEmpty();
    assertThat(event.getNonconformance().getSystem()).isEqualTo("qms");
    assertThat(event.getKeys().getOrder()).isEqualTo("PO-1");
    assertThat(event.getEquipment()).isEqualTo("acme/graz");
    assertThat(service.counts()).containsEntry("inbound_qms_repeated", 1L);
  }

  @Test
  void j7AMessageThatIsRepeatedToARestoredRelayIsTheSameEvent() throws Exception {
    assertThat(post("m-1", Instant.now(), BODY)).isEqualTo(200);
    String before = events().get(0).event().getId();
    server.stop().join();
    store.close();
    store = Store.open(folder.resolve("restored"));
    start(Clock.system());

    assertThat(post("m-2", Instant.now(), BODY)).isEqualTo(200);
    assertThat(post("m-1", Instant.now(), BODY)).isEqualTo(200);

    assertThat(events()).extracting(each -> each.event().getId()).doesNotHaveDuplicates();
    assertThat(events().get(1).event().getId()).isEqualTo(before);
    assertThat(events()).allMatch(LoggedEvent::isMessage);
    assertThat(UUID.fromString(before).version()).isEqualTo(8);
    assertThat(UUID.fromString(before).variant()).isEqualTo(2);
  }

  @Test
  void anIdIsKnownForLongerThanASignatureHolds() throws Exception {
    ManualClock clock = new ManualClock();
    server.stop().join();
    start(clock);
    Instant signed = clock.now();
    assertThat(post("m-1", signed, BODY)).isEqualTo(200);
    clock.advance(Duration.ofMinutes(4).toNanos());
    assertThat(post("m-2", clock.now(), BODY)).as("which forgets what is old").isEqualTo(200);

    assertThat(post("m-1", signed, BODY)).isEqualTo(200);

    assertThat(events()).hasSize(2);
    assertThat(service.counts()).containsEntry("inbound_qms_repeated", 1L);
  }

  @Test
  void anotherBodyUnderAKnownIdIsRefused() throws Exception {
    assertThat(post("m-1", Instant.now(), BODY)).isEqualTo(200);
    assertThat(post("m-1", Instant.now(), BODY.replace("RELEASED", "REJECTED"))).isEqualTo(409);

    assertThat(events()).hasSize(1);
    assertThat(service.counts()).containsEntry("inbound_qms_refused_other_body", 1L);
  }

  @ParameterizedTest
  @CsvSource({"-301,stale", "302,stale"})
  void aMessageOfAnotherTimeIsRefused(long seconds, String reason) throws Exception {
    assertThat(post("m-1", Instant.now().plusSeconds(seconds), BODY)).isEqualTo(400);
    refused(reason);
  }

  @Test
  void aWrongSignatureIsRefusedAndOneAmongSeveralIsEnough() throws Exception {
    Instant now = Instant.now();
    assertThat(send("m-1", now, BODY, sign("m-1", now, BODY + " "))).isEqualTo(401);
    assertThat(send("m-1", now, BODY, sign("m-2", now, BODY))).isEqualTo(401);
    assertThat(send("m-1", now, BODY, "v1,notbase64!")).isEqualTo(401);
    assertThat(send("m-1", now, BODY, sign("m-1", now, BODY).replace("v1,", "v2,"))).isEqualTo(401);
    assertThat(events()).isEmpty();
    assertThat(service.counts()).containsEntry("inbound_qms_refused_signature", 4L);

    assertThat(send("m-1", now, BODY, "v1,AAAA " + sign("m-1", now, BODY))).isEqualTo(200);
  }

  @Test
  void whatIsTooLargeOrNoJsonOrNothingThatIsMappedIsRefused() throws Exception {
    Instant now = Instant.now();
    String large = "{\"number\":\"" + "x".repeat(2_000) + "\"}";
    assertThat(post("m-1", now, large)).isEqualTo(413);
    assertThat(post("m-1", now, "[1]")).isEqualTo(422);
    assertThat(post("m-1", now, BODY + " and more")).isEqualTo(422);
    assertThat(post("m-1", now, "\0\0\0{\0")).as("broken UTF-32").isEqualTo(422);
    assertThat(post("m-1", now, "{\"other\":1}")).isEqualTo(422);
    assertThat(post("m-1", now, "{\"number\":\"" + "x".repeat(600) + "\"}")).isEqualTo(422);
    assertThat(problem.get("detail").asText()).startsWith("/number is 600 characters long;");
    assertThat(send("", now, BODY, sign("", now, BODY))).isEqualTo(400);
    assertThat(events()).isEmpty();
    assertThat(service.counts())
        .containsEntry("inbound_qms_refused_too_large", 1L)
        .containsEntry("inbound_qms_refused_content", 5L)
        .containsEntry("inbound_qms_refused_headers", 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"number":                  | the body is no JSON: line 1, column
          [1]                         | the body is no JSON object, expected one with at least one of /disposition, /number, /order, /request, /status
          {"other": 1}                | /number for 'number' is missing, /order for 'order' is missing, /request for 'request' is missing, /status for 'status' is missing; expected a text
          {"number": {"text": "N-7"}} | /number is an object; expected a text, a number, true or false of at most 512 characters for 'number'
          {"order": ["PO-1"]}         | /order is a list; expected a text
          """)
  void aBodyThatDoesNotFitIsToldWhereAndWhatWasExpected(String body, String detail)
      throws Exception {
    assertThat(post("m-1", Instant.now(), body)).isEqualTo(422);

    assertThat(problem.get("detail").asText()).startsWith(detail);
    assertThat(problem.get("code").asText()).isEqualTo("MESSAGE_REFUSED");
    assertThat(problem.get("title").asText()).isEqualTo("a webhook's message was not taken");
    assertThat(problem.get("status").asInt()).isEqualTo(422);
    refused("content");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "request":   | "reqest":             | /request for 'request' is missing;
          "NC-1"       | null                  | /number for 'number' is null;
          ,"order":    | ,"order":null,"odrer": | /order for 'order' is null;
          "PO-1"       | ""                    | /order for 'order' is an empty text;
          """)
  void aMessageThatLacksWhatIsMappedIsRefusedAndNothingBecomesEmpty(
      String right, String wrong, String detail) throws Exception {
    assertThat(BODY).contains(right);
    assertThat(post("m-1", Instant.now(), BODY.replace(right, wrong))).isEqualTo(422);

    assertThat(problem.get("detail").asText()).startsWith(detail).contains("expected a text");
    refused("content");
    assertThat(post("m-1", Instant.now(), BODY)).as("its id is not known yet").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"97.20", "100.0", "4500000.0", "4500000", "true"})
  void aNumberIsTheTextThatWasSent(String value) throws Exception {
    String body = BODY.replace("\"PO-1\"", value);

    assertThat(post("m-1", Instant.now(), body)).isEqualTo(200);

    assertThat(events().get(0).event().getKeys().getOrder()).isEqualTo(value);
  }

  @Test
  void whatWasTakenStaysTakenWhenTheFileAsksForMore() throws Exception {
    server.stop().join();
    start(Clock.system(), YAML.replace("[disposition]", "[disposition, order]"));
    String body = BODY.replace(",\"order\":\"PO-1\"", "");
    assertThat(post("m-1", Instant.now(), body)).isEqualTo(200);
    server.stop().join();
    start(Clock.system(), YAML);

    assertThat(post("m-1", Instant.now(), body)).as("its sender did not hear it").isEqualTo(200);
    assertThat(post("m-1", Instant.now(), body.replace("NC-1", "NC-2"))).isEqualTo(422);
    assertThat(post("m-2", Instant.now(), body)).isEqualTo(422);

    assertThat(events()).hasSize(1);
    assertThat(service.counts())
        .containsEntry("inbound_qms_repeated", 1L)
        .containsEntry("inbound_qms_taken", 0L);
  }

  @Test
  void whatIsOptionalMayBeMissingOrNullButNotAllThatIsMapped() throws Exception {
    String released = BODY.replace("}", ",\"disposition\":null}");
    assertThat(post("m-1", Instant.now(), released)).isEqualTo(200);
    assertThat(events().get(0).event().getNonconformance().getDisposition()).isEmpty();

    server.stop().join();
    start(
        Clock.system(),
        YAML.replace("[disposition]", "[number, request, status, disposition, order]"));
    assertThat(post("m-2", Instant.now(), "{\"number\":\"NC-2\"}")).isEqualTo(200);
    assertThat(post("m-3", Instant.now(), "{\"other\":1}")).isEqualTo(422);
    assertThat(problem.get("detail").asText())
        .startsWith("nothing is there that is mapped, expected at least one of /disposition,");
    assertThat(events()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "none",
      textBlock =
          """
          webhook-timestamp | 2026-01-01T00:00:00Z | header webhook-timestamp is '2026-01-01T00:00:00Z', expected whole seconds since 1970
          webhook-timestamp | 1767225600.5         | header webhook-timestamp is '1767225600.5', expected whole seconds since 1970
          webhook-timestamp | none                 | header webhook-timestamp is missing, expected whole seconds since 1970
          webhook-id        | none                 | header webhook-id is missing
          webhook-signature | none                 | header webhook-signature is missing
          """)
  void aHeaderThatIsMissingOrWrongIsNamedWithItsValue(
      String name, @Nullable String value, String detail) throws Exception {
    Map<String, String> headers = new TreeMap<>(headers("m-1", Instant.now(), "v1,AAAA"));
    headers.remove(name);
    if (value != null) {
      headers.put(name, value);
    }
    assertThat(send(headers, BODY)).isEqualTo(400);

    assertThat(problem.get("detail").asText()).isEqualTo(detail);
    refused("headers");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3600000 | webhook-timestamp 1767225600 is 3600 s before this relay's time
          300001  | webhook-timestamp 1767225600 is 300.001 s before this relay's time
          -301000 | webhook-timestamp 1767225600 is 301 s after this relay's time
          """)
  void aStaleMessageIsToldHowFarOffItIs(long millis, String detail) throws Exception {
    ManualClock clock = new ManualClock();
    server.stop().join();
    start(clock);
    Instant signed = clock.now();
    clock.step(Duration.ofMillis(millis));
    assertThat(post("m-1", signed, BODY)).isEqualTo(400);

    assertThat(problem.get("detail").asText()).isEqualTo(detail + ", at most 300 s are tolerated");
    refused("stale");
  }

  @Test
  void aSenderIsToldHowASignatureIsMade() throws Exception {
    assertThat(send("m-1", Instant.now(), BODY, "v1,AAAA")).isEqualTo(401);

    assertThat(problem.get("detail").asText())
        .contains("HMAC-SHA256 of webhook-id.webhook-timestamp.body", "base64");
  }

  @Test
  void otherMethodsContentsAndPathsAreRefused() throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/hooks/qms");
    assertThat(status(HttpRequest.newBuilder(uri).GET())).isEqualTo(405);
    assertThat(
            status(
                HttpRequest.newBuilder(uri)
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString(BODY))))
        .isEqualTo(415);
    assertThat(
            status(
                HttpRequest.newBuilder(uri.resolve("/hooks/other"))
                    .POST(HttpRequest.BodyPublishers.ofString(BODY))))
        .isEqualTo(404);
    assertThat(events()).isEmpty();
  }

  @Test
  void whatIsRefusedIsCountedEachTimeAndSaidOnceAMinute() throws Exception {
    ManualClock clock = new ManualClock();
    server.stop().join();
    start(clock);
    assertThat(post("known", clock.now(), BODY)).isEqualTo(200);
    try (LogLines lines = new LogLines("io.millrace.relay.inbound")) {
      for (int minute = 0; minute < MINUTES; minute++) {
        for (int i = 0; i < REFUSED_EACH_MINUTE; i++) {
          Instant now = clock.now();
          assertThat(send("m", now, BODY, "v1,AAAA")).isEqualTo(401);
          assertThat(send("m", now, BODY, "v1,BBBB")).isEqualTo(401);
          assertThat(post("m", now.minusSeconds(3_600), BODY)).isEqualTo(400);
          assertThat(post("known", now, BODY.replace("NC-1", "NC-2"))).isEqualTo(409);
          assertThat(post("m", now, "{\"number\":\"" + "x".repeat(2_000) + "\"}")).isEqualTo(413);
          long times = (long) minute * REFUSED_EACH_MINUTE + i + 1;
          Awaitility.await("413 is answered before it is counted")
              .until(() -> count("too_large") == times);
          clock.advance(Duration.ofSeconds(1).toNanos());
        }
        clock.advance(Duration.ofSeconds(60 - REFUSED_EACH_MINUTE).toNanos());
      }
      for (String reason : List.of("SIGNATURE", "STALE", "OTHER_BODY", "TOO_LARGE")) {
        assertThat(lines.with("reason=\"" + reason + "\"")).as(reason).hasSize(MINUTES);
      }
      assertThat(lines.with("refused").get(0))
          .contains("webhook=\"qms\"", "127.0.0.1", "code=\"MESSAGE_REFUSED\"");
      assertThat(lines.with("reason=\"STALE\"").get(1))
          .as("what was kept back")
          .contains("more=\"%d\"".formatted(REFUSED_EACH_MINUTE - 1));
    }
    long each = (long) MINUTES * REFUSED_EACH_MINUTE;
    assertThat(service.counts())
        .containsEntry("inbound_qms_refused_signature", 2 * each)
        .containsEntry("inbound_qms_refused_stale", each)
        .containsEntry("inbound_qms_refused_other_body", each)
        .containsEntry("inbound_qms_refused_too_large", each)
        .containsEntry("inbound_qms_taken", 1L);
    assertThat(events()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          path: /hooks/qms      | path: /qms           | qms.yaml:2:1: path: '/qms' is not below /hooks/
          event: Nonconformance | event: Nonconformanc | did you mean 'Nonconformance'?
          event: Nonconformance | event: Downtime      | event: 'Downtime' is not told by systems
          {number: /number      | {nomber: /number     | did you mean 'number'?
          {number: /number      | {number: number      | 'number' is not a JSON pointer
          secret: file:secret   | secret: whsec_abc    | a secret is given as env:NAME or file:path
          [disposition]         | [dispositon]         | optional: 'dispositon' is not in map, expected one of disposition, number, order, request, status, did you mean 'disposition'?
          [disposition]         | [number, ~]          | optional: 'null' is not in map
          max_body: 1KiB        | max_body: 2MiB       | max_body: is not within
          plant: acme/graz      | plant: graz          | plant: 'graz' is not of the form acme/graz
          """)
  void aWrongFileIsNamed(String right, String wrong, String complaint) {
    assertThat(YAML).contains(right);
    assertThat(
            catchThrowable(
                () -> ConfigReader.read("qms.yaml", YAML.replace(right, wrong), InboundFile.class)))
        .hasMessageContaining("qms.yaml:")
        .hasMessageContaining(complaint);
  }

  private void refused(String reason) {
    assertThat(events()).isEmpty();
    assertThat(service.counts()).containsEntry("inbound_qms_refused_" + reason, 1L);
  }

  private long count(String reason) {
    return service.counts().getOrDefault("inbound_qms_refused_" + reason, 0L);
  }

  private List<LoggedEvent> events() {
    return store.read(handle -> log.after(handle, 0, 10));
  }

  private int post(String id, Instant at, String body) throws Exception {
    return send(id, at, body, sign(id, at, body));
  }

  private int send(String id, Instant at, String body, String signature) throws Exception {
    return send(headers(id, at, signature), body);
  }

  private static Map<String, String> headers(String id, Instant at, String signature) {
    return Map.of(
        "webhook-id", id,
        "webhook-timestamp", Long.toString(at.getEpochSecond()),
        "webhook-signature", signature);
  }

  private int send(Map<String, String> headers, String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.activeLocalPort() + "/hooks/qms");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return status(request);
  }

  private int status(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer =
        client.send(
            request.version(HttpClient.Version.HTTP_1_1).timeout(Duration.ofSeconds(10)).build(),
            HttpResponse.BodyHandlers.ofString());
    boolean isProblem =
        answer.headers().firstValue("content-type").orElse("").equals("application/problem+json");
    problem = isProblem ? JSON.readTree(answer.body()) : MissingNode.getInstance();
    return answer.statusCode();
  }

  private static String sign(String id, Instant at, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    String signed = id + "." + at.getEpochSecond() + "." + body;
    return "v1,"
        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
