package io.millrace.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.base.time.Clock;
import io.millrace.relay.CloudRelay;
import io.millrace.relay.LogLines;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LogOrigin;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.relay.flow.Counting;
import io.millrace.relay.store.Store;
import io.millrace.v1.CountFlag;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The command line against a relay that runs in this process, and against its files. */
class RelayCommandIT {
  /** Nobody listens there. */
  private static final String TARGET =
      """
      target: erp
      base_url: http://127.0.0.1:1
      operations:
        confirm:
          level: L4
          request: {method: POST, path: '/production-orders/{order}/confirmations'}
      """;

  private static final String FLOW =
      """
      flow: confirm-production
      version: 1
      on: ProductionCount
      effect: production-confirmation
      target: erp
      operation: confirm
      window: {every: 5s, pieces: 10}
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("targets"));
    Files.createDirectories(folder.resolve("flows"));
    Files.writeString(folder.resolve("relay.yaml"), "agents: {port: 0}\napi: {port: 0}\n");
    Files.writeString(folder.resolve("targets/erp.yaml"), TARGET);
    Files.writeString(folder.resolve("flows/confirm.yaml"), FLOW);
  }

  @Test
  void aWrongFlowIsOneMessageAndNothingIsStarted() throws IOException {
    Files.writeString(
        folder.resolve("flows/confirm.yaml"), FLOW.replace("target: erp", "target: epr"));

    for (String command : List.of("run", "check")) {
      assertThat(execute(command)).isEqualTo(78);
      assertThat(err.toString().lines()).hasSize(1);
      assertThat(err.toString()).contains("confirm.yaml:5:1", "did you mean 'erp'?");
    }
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aSecretThatCannotBeFetchedIsFoundBeforeAnythingIsStarted() throws IOException {
    init();
    String auth = "auth: {oauth2: {token_path: /t, client_id: c, client_secret: file:secret}}\n";
    Files.writeString(
        folder.resolve("targets/erp.yaml"), TARGET.replace("operations:", auth + "operations:"));
    Path secret = folder.resolve("targets/secret").toAbsolutePath();

    for (String command : List.of("check", "run")) {
      assertThat(execute(command)).isEqualTo(78);
      assertThat(err.toString())
          .contains("erp.yaml:3:", "auth.oauth2.client_secret: ", secret + " does not exist");
    }
    Files.writeString(secret, " \n");
    assertThat(execute("check")).isEqualTo(78);
    assertThat(err.toString()).contains("targets/erp.yaml:3:", secret + " is empty");
    assertThat(execute("run")).isEqualTo(78);
    assertThat(folder.resolve("data/relay.db")).doesNotExist();
    Files.writeString(secret, "hush\n");
    assertThat(execute("check")).isZero();
    assertThat(out.toString() + err).doesNotContain("hush");
  }

  @ParameterizedTest
  @MethodSource("io.millrace.relay.flow.WrongFlowsTest#wrong")
  void everyWrongFlowIsRefusedByCheckWithOneMessage(Path wrong) throws IOException {
    Files.writeString(folder.resolve("flows/confirm.yaml"), Files.readString(wrong));

    assertThat(execute("check")).isEqualTo(78);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("confirm.yaml:").doesNotContain("Exception");
  }

  @Test
  void theCheckSaysWhatRunWouldRefuseAndWhatIsProbablyNotMeant() throws IOException {
    assertThat(execute("check")).isEqualTo(78);
    assertThat(err.toString())
        .contains("root.pem is missing", "  -> run millrace-relay ca init once")
        .doesNotContain("enrol anew");
    init();
    Files.writeString(
        folder.resolve("targets/erp.yaml"),
        TARGET
                .replace("level: L4", "level: L3\n    document: /number")
                .replace("confirmations'}", "confirmations', body: {reference: '{reference}'}}")
            + "    lookup: {path: '/c?reference={reference}', items: /items, document: /number}\n");

    assertThat(execute("check")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("ok, 1 target, 1 flow")
        .contains("limits.settle is not given, 5 s is taken", "timeout of 10 s")
        .doesNotContain("warning");
    Files.delete(folder.resolve("flows/confirm.yaml"));
    Files.delete(folder.resolve("targets/erp.yaml"));
    assertThat(execute("check")).isZero();
    assertThat(out.toString()).contains("warning: no targets in ", "warning: no flows in ");
  }

  @Test
  void theAuthorityIsMadeBeforeThereAreTargetsAndFlows() throws IOException {
    Files.delete(folder.resolve("flows/confirm.yaml"));
    Files.delete(folder.resolve("flows"));
    Files.delete(folder.resolve("targets/erp.yaml"));
    Files.delete(folder.resolve("targets"));

    init();
    assertThat(folder.resolve("data/ca/root.pem")).exists();
  }

  @Test
  void aStickThatIsNotThereIsNamedAndNothingIsMade() {
    Path usb = folder.resolve("usb");

    assertThat(execute("ca", "init", "--root-key", usb.resolve("root.key").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains(usb + " for the root's key does not exist", "mounted?");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aPortInUseIsNamedWithItsLineAndAFreeOneBeforeAnythingIsTaken() throws IOException {
    init();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LogLines log = new LogLines("io.millrace.relay")) {
      for (String key : List.of("agents", "api")) {
        String[] lines = {"agents: {port: 0}", "api: {port: 0}"};
        int line = key.equals("agents") ? 0 : 1;
        lines[line] = key + ": {port: " + other.getLocalPort() + "}";
        Files.writeString(folder.resolve("relay.yaml"), String.join("\n", lines) + "\n");

        assertThat(execute("run")).isEqualTo(78);
        assertThat(err.toString())
            .contains("relay.yaml:" + (line + 1) + ":")
            .contains(key + ".port: " + other.getLocalPort() + " on 127.0.0.1 is in use")
            .containsPattern("another such as \\d+");
      }
      assertThat(log.all()).as("no listener, no lanes").isEmpty();
    }
  }

  @Test
  void onePortForTwoIsInUse() throws IOException {
    init();
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Files.writeString(
        folder.resolve("relay.yaml"),
        "agents: {port: %d}\napi: {port: %d}\n".formatted(free, free));

    assertThat(execute("run")).isEqualTo(78);
    assertThat(err.toString()).contains("relay.yaml:2:", "api.port: " + free);
  }

  @Test
  void startAndOrderlyEndAreSaidInTheLog() {
    init();
    try (LogLines log = new LogLines("io.millrace.relay")) {
      CloudRelay relay = start();
      relay.close();
      relay.close();

      assertThat(log.with("relay runs")).hasSize(1);
      assertThat(log.with("relay ended in order")).hasSize(1);
    }
  }

  @Test
  void withoutCertificatesTheRelaySaysHowToMakeThem() {
    assertThat(execute("run")).isEqualTo(78);
    assertThat(err.toString())
        .contains("root.pem is missing", "  -> run millrace-relay ca init once")
        .doesNotContain("enrol anew");
  }

  @Test
  void whereNoRelayEverRanThereIsNothingToAsk() {
    for (String command : List.of("status", "case list", "agent list", "trace PO-1-001")) {
      assertThat(execute(command.split(" ", -1))).as(command).isEqualTo(69);
    }
  }

  @Test
  void commandsAskTheRunningRelayAndElseItsFiles() throws IOException {
    assertThat(execute("ca", "init", "--root-key", folder.resolve("root.key").toString())).isZero();
    produce();
    CloudRelay relay = start();
    try {
      awaitPosting();
      assertThat(execute("status")).isZero();
      assertThat(out.toString()).contains("running for", "press-1.good", "PO-1-001", "erp");
      checkCommands();
      assertThat(execute("run")).isEqualTo(69);
      assertThat(err.toString()).contains("DATA_IN_USE");
    } finally {
      relay.close();
    }

    assertThat(execute("status")).isEqualTo(69);
    assertThat(out.toString()).contains("NOT RUNNING", "press-1.good");
    checkCommands();
  }

  @Test
  void whatAPersonLeftOutIsGivenUpAndTheSumsAddUp() throws IOException {
    init();
    produce();
    try (CloudRelay relay = start()) {
      awaitPosting();
      execute("status", "--json");
      assertThat(json().at("/counters/0/logged").asText()).isEqualTo("17");
      assertThat(json().at("/counters/0/withheld").asText()).isEqualTo("5");
      assertThat(json().at("/counters/0/given_up").asText()).isEqualTo("0");
      assertThat(execute("case", "close", "1", "--decision", "ignore")).isZero();
      execute("status", "--json");
      assertThat(json().at("/counters/0/withheld").asText()).isEqualTo("0");
      assertThat(json().at("/counters/0/given_up").asText()).isEqualTo("5");
      assertThat(relay.apiPort()).isPositive();
    }
    try (Store store = Store.open(folder.resolve("data"))) {
      store.writeNow(handle -> handle.execute("UPDATE posting SET state = 'SKIPPED', open = 0"));
    }

    execute("status", "--json");
    assertThat(json().at("/counters/0/logged").asText()).isEqualTo("17");
    assertThat(json().at("/counters/0/posted").asText()).isEqualTo("0");
    assertThat(json().at("/counters/0/given_up").asText()).isEqualTo("17");
  }

  @Test
  void anEnrolmentCodeIsMadeByTheFilesAndKnownToTheRelay() {
    execute("ca", "init", "--root-key", folder.resolve("root.key").toString());

    assertThat(execute("enrol", "code", "--plant", "acme/graz", "--agent", "a", "--json")).isZero();
    assertThat(out.toString()).contains("\"code\":\"MR1-");
    assertThat(execute("enrol", "code", "--plant", "acme", "--agent", "a")).isEqualTo(2);
    assertThat(execute("agent", "revoke", "nobody", "--reason", "lost")).isEqualTo(1);
    assertThat(err.toString()).contains("no agent 'nobody' was enrolled");
  }

  @Test
  void aCodeForANameThatIsTakenWarnsAndALifeThatIsTooLongIsToldAsItIsWritten() {
    execute("ca", "init", "--root-key", folder.resolve("root.key").toString());
    String[] command = {"enrol", "code", "--plant", "acme/graz", "--agent", "a"};
    execute(command);
    assertThat(err.toString()).doesNotContain("note:");
    try (Store store = Store.open(folder.resolve("data"))) {
      store.writeNow(
          handle ->
              handle.execute(
                  "INSERT INTO agent (agent, plant, version, enrolled_ms, certificate_expires_ms,"
                      + " reason) VALUES ('a', 'acme/graz', '1', 0, 1, '')"));
    }

    assertThat(execute(command)).isZero();
    assertThat(err.toString()).contains("note: agent a was enrolled at 1970-01-01T00:00:00Z");
    assertThat(out.toString()).startsWith("MR1-");

    assertThat(execute("enrol", "code", "--plant", "acme/graz", "--agent", "a", "--valid", "30d"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("valid 30d: expected above 0 and up to 7d");
  }

  @Test
  void whatIsNoTlsIsClosedAndCountedAndOthersGoOn() throws IOException {
    execute("ca", "init", "--root-key", folder.resolve("root.key").toString());
    CloudRelay relay = start();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.apiPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      while (socket.getInputStream().read() >= 0) {
        Thread.onSpinWait();
      }

      assertThat(execute("status", "--json")).isZero();
      assertThat(json().at("/counts/api.connections.not_tls").asInt()).isEqualTo(1);
    } finally {
      relay.close();
    }
  }

  private void init() {
    assertThat(execute("ca", "init", "--root-key", folder.resolve("root.key").toString()))
        .as(err.toString())
        .isZero();
  }

  private void checkCommands() throws IOException {
    assertThat(execute("case", "list")).isZero();
    assertThat(out.toString()).contains("COUNT_UNCERTAIN", "post | ignore", "PO-1-001");
    assertThat(execute("flow", "list")).isZero();
    assertThat(out.toString()).contains("confirm-production", "active since").contains("ago");
    assertThat(execute("flow", "list", "--json")).isZero();
    assertThat(json().at("/flows/0/flow").asText()).isEqualTo("confirm-production");
    assertThat(json().at("/flows/0/active").asBoolean()).isTrue();
    assertThat(execute("trace", "PO-1-001")).isZero();
    assertThat(out.toString())
        .contains("no document yet  confirm at erp", "range press-1.good  0 -> 12 = 12")
        .contains("closed by PIECES", "[UNCERTAIN OPEN]");
    assertThat(execute("trace", "PO-1-001", "--json")).isZero();
    assertThat(json().at("/postings/0/ranges/0/to").asInt()).isEqualTo(12);
    assertThat(execute("trace", "nothing")).isEqualTo(1);
    assertThat(execute("case", "close", "1", "--decision", "psot")).isEqualTo(2);
    assertThat(err.toString())
        .contains("did you mean 'post'?", "give --decision one of those")
        .doesNotContain("--help");
  }

  private void awaitPosting() {
    Awaitility.await()
        .until(
            () -> {
              execute("status", "--json");
              return json().at("/flow_backlog").asInt(1) == 0 && json().at("/postings").size() > 0;
            });
  }

  private CloudRelay start() {
    return CloudRelay.start(RelayConfig.read(folder.resolve("relay.yaml")), Clock.system(), "test");
  }

  /** Twelve pieces, and five that nobody is sure of. */
  private void produce() {
    Counting press = new Counting();
    List<LoggedEvent> events =
        List.of(
            press.count(0, 5),
            press.count(5, 12),
            press.count(12, 17, CountFlag.COUNT_FLAG_UNCERTAIN));
    try (Store store = Store.open(folder.resolve("data"))) {
      store.writeNow(
          handle -> {
            new EventLog()
                .append(
                    handle,
                    new LogOrigin("press-shop", Counting.PLANT, "events", "epoch"),
                    Instant.EPOCH,
                    events.stream()
                        .map(e -> new NewRecord(e.sequence(), e.event(), e.event().toByteString()))
                        .toList());
            return true;
          });
    }
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  private int execute(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = RelayCommand.line(Clock.system());
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--config";
    all[arguments.length + 1] = folder.resolve("relay.yaml").toString();
    return line.execute(all);
  }
}
