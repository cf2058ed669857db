package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.millrace.base.time.Clock;
import io.millrace.relay.CloudRelay;
import io.millrace.relay.RelayFiles;
import io.millrace.relay.access.Rights;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LogOrigin;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.relay.store.Store;
import io.millrace.v1.CountFlag;
import io.millrace.v1.CountKind;
import io.millrace.v1.CreateTokenRequest;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import io.millrace.v1.ProductionCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A running relay with counts of two plants, and clients of its two ports. */
final class ApiRig implements AutoCloseable {
  static final String GRAZ = "acme/graz";
  static final String LINZ = "acme/linz";
  static final String CROWDED = "acme/aaa";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;
  private final CloudRelay relay;
  private final ClientFactory clients;
  private final WebClient page;
  private final WebClient api;
  final String viewer;
  final String operatorOfGraz;
  final String admin;

  ApiRig(Path folder) throws IOException {
    this(folder, "mill-1", 12, 0);
  }

  /**
   * The second plant's machine, how many of its pieces are in one posting, and how many machines of
   * a third plant, whose name comes before the others, crowd the pages.
   */
  ApiRig(Path folder, String linzMachine, long linzPieces, int crowd) throws IOException {
    this.folder = folder;
    configure();
    RelayConfig config = RelayConfig.read(folder.resolve("relay.yaml"));
    CertificateAuthority.init(
        config.authority(),
        folder.resolve("root.key"),
        List.of("localhost"),
        Clock.system(),
        new SecureRandom());
    try (Store store = Store.open(config.data())) {
      append(store, GRAZ, "press-1", 12);
      append(store, LINZ, linzMachine, linzPieces);
      crowd(store, crowd);
    }
    try (RelayFiles files = RelayFiles.open(config, Clock.system(), "test")) {
      viewer = token(files, "board", "viewer", "");
      operatorOfGraz = token(files, "graz", "operator", GRAZ);
      admin = token(files, "it", "admin", "");
    }
    this.relay = CloudRelay.start(config, Clock.system(), "test");
    this.clients =
        ClientFactory.builder()
            .tlsCustomizer(tls -> tls.trustManager(config.authority().resolve("root.pem").toFile()))
            .build();
    this.page =
        WebClient.builder("h1c://127.0.0.1:" + relay.pagePort().orElseThrow())
            .factory(clients)
            .maxResponseLength(0)
            .build();
    this.api =
        WebClient.builder("h2://localhost:" + relay.apiPort())
            .factory(clients)
            .maxResponseLength(0)
            .build();
  }

  /** As soon as there are postings of those orders. */
  ApiRig posting(String... orders) {
    Awaitility.await()
        .untilAsserted(() -> assertThat(get("/v1/postings").contentUtf8()).contains(orders));
    return this;
  }

  /** A client of the page's port. */
  WebClient page() {
    return page;
  }

  /** A client of the API port, over TLS and HTTP/2. */
  WebClient api() {
    return api;
  }

  int pagePort() {
    return relay.pagePort().orElseThrow();
  }

  /** Reads over the page's port. */
  AggregatedHttpResponse get(String path) {
    return page.get(path).aggregate().join();
  }

  /** Reads over the API port with that token. */
  AggregatedHttpResponse get(String path, String token) {
    return api.execute(bearing(HttpMethod.GET, path, token).build()).aggregate().join();
  }

  /** Posts JSON over the API port with that token. */
  AggregatedHttpResponse post(String path, String body, String token) {
    RequestHeaders headers =
        bearing(HttpMethod.POST, path, token).contentType(MediaType.JSON).build();
    return api.execute(HttpRequest.of(headers, HttpData.ofUtf8(body))).aggregate().join();
  }

  /** Posts JSON over the page's port with more headers, as name, value, name, value. */
  AggregatedHttpResponse post(String path, String body, String... more) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(HttpMethod.POST, path).contentType(MediaType.JSON);
    for (int i = 0; i < more.length; i += 2) {
      headers.set(more[i], more[i + 1]);
    }
    return page.execute(HttpRequest.of(headers.build(), HttpData.ofUtf8(body))).aggregate().join();
  }

  static RequestHeadersBuilder bearing(HttpMethod method, String path, String token) {
    return RequestHeaders.builder(method, path).set("authorization", "Bearer " + token);
  }

  static JsonNode json(AggregatedHttpResponse answer) {
    return json(answer.contentUtf8());
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private void configure() throws IOException {
    Files.createDirectories(folder.resolve("targets"));
    Files.createDirectories(folder.resolve("flows"));
    Files.writeString(
        folder.resolve("relay.yaml"), "agents: {port: 0}\napi: {port: 0}\npage: {port: 0}\n");
    Files.writeString(
        folder.resolve("targets/erp.yaml"),
        """
        target: erp
        base_url: http://127.0.0.1:1
        operations:
          confirm:
            level: L4
            request: {method: POST, path: '/production-orders/{order}/confirmations'}
        """);
    Files.writeString(
        folder.resolve("flows/confirm.yaml"),
        """
        flow: confirm-production
        version: 1
        on: ProductionCount
        effect: production-confirmation
        target: erp
        operation: confirm
        window: {every: 5s, pieces: 10}
        """);
  }

  /** So many pieces in one posting, and five that nobody is sure of. */
  private static void append(Store store, String plant, String machine, long pieces) {
    List<NewRecord> records = new ArrayList<>();
    records.add(count(records.size(), plant, machine, 0, pieces));
    long all = pieces + 5;
    records.add(count(records.size(), plant, machine, pieces, all, CountFlag.COUNT_FLAG_UNCERTAIN));
    store.writeNow(
        handle -> {
          new EventLog()
              .append(
                  handle,
                  new LogOrigin(box(plant, machine), plant, "events", "epoch"),
                  Instant.EPOCH,
                  records);
          return true;
        });
  }

  /** Unique over plants, as agents, events and generations are. */
  private static String box(String plant, String machine) {
    return plant.replace('/', '-') + "-" + machine;
  }

  private static NewRecord count(
      int before, String plant, String machine, long from, long to, CountFlag... flags) {
    Event event =
        Event.newBuilder()
            .setId("event-" + box(plant, machine) + "-" + (before + 1))
            .setEquipment(plant + "/shop/line-1/" + machine)
            .setKeys(Keys.newBuilder().setOrder("PO-" + machine))
            .setProductionCount(
                ProductionCount.newBuilder()
                    .setCounter(machine + ".good")
                    .setKind(CountKind.COUNT_KIND_GOOD)
                    .setGeneration("g-" + box(plant, machine))
                    .setFrom(from)
                    .setTo(to)
                    .setFromRaw(from)
                    .setToRaw(to)
                    .setQuantity(Long.toString(to - from))
                    .setFactor("1")
                    .setUnit("{piece}")
                    .addAllFlags(List.of(flags)))
            .build();
    return new NewRecord(before + 1, event, event.toByteString());
  }

  private static void crowd(Store store, int machines) {
    store.writeNow(
        handle ->
            handle.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                    + " INSERT INTO counter_total (plant, counter, order_name, kind, equipment,"
                    + " logged, withheld) SELECT ?, 'c' || i, 'PO', 1, ? || i, '1', '0' FROM n"
                    + " WHERE i <= ?",
                machines,
                CROWDED,
                CROWDED + "/shop/line-1/m",
                machines));
  }

  private static String token(RelayFiles files, String name, String role, String plant) {
    return files
        .desk()
        .newToken(
            Rights.OWNER,
            CreateTokenRequest.newBuilder().setName(name).setRole(role).setPlant(plant).build())
        .getSecret();
  }

  @Override
  public void close() {
    relay.close();
    clients.close();
  }
}
