package io.millrace.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.base.time.Clock;
import io.millrace.relay.CloudRelay;
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
  void aSecretThatCannotBeFetchedIsFoundByTheCheck() throws IOException {
    String auth = "auth: {oauth2: {token_path: /t, client_id: c, client_secret: file:secret}}\n";
    Files.writeString(
        folder.resolve("targets/erp.yaml"), TARGET.replace("operations:", auth + "operations:"));

    assertThat(execute("check")).isEqualTo(78);
    assertThat(err.toString()).contains("target erp: client_secret: file:secret cannot be read");
    Files.writeString(folder.resolve("secret"), " \n");
    assertThat(execute("check")).isEqualTo(78);
    assertThat(err.toString()).contains("target erp: client_secret: file:secret is empty");
    Files.writeString(folder.resolve("secret"), "hush\n");
    assertThat(execute("check")).isZero();
    assertThat(out.toString() + err).doesNotContain("hush");
  }

  @Test
  void withoutCertificatesTheRelaySaysHowToMakeThem() {
    assertThat(execute("run")).isEqualTo(78);
    assertThat(err.toString()).contains("run millrace-relay ca init once");
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
  void anEnrolmentCodeIsMadeByTheFilesAndKnownToTheRelay() {
    execute("ca", "init", "--root-key", folder.resolve("root.key").toString());

    assertThat(execute("enrol", "code", "--plant", "acme/graz", "--agent", "a", "--json")).isZero();
    assertThat(out.toString()).contains("\"code\":\"MR1-");
    assertThat(execute("enrol", "code", "--plant", "acme", "--agent", "a")).isEqualTo(2);
    assertThat(execute("agent", "revoke", "nobody", "--reason", "lost")).isEqualTo(1);
    assertThat(err.toString()).contains("no agent 'nobody' was enrolled");
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

  private void checkCommands() throws IOException {
    assertThat(execute("case", "list")).isZero();
    assertThat(out.toString()).contains("COUNT_UNCERTAIN", "post | ignore", "PO-1-001");
    assertThat(execute("trace", "PO-1-001")).isZero();
    assertThat(out.toString())
        .contains("no document yet  confirm at erp", "range press-1.good  0 -> 12 = 12")
        .contains("closed by PIECES", "[UNCERTAIN OPEN]");
    assertThat(execute("trace", "PO-1-001", "--json")).isZero();
    assertThat(json().at("/postings/0/ranges/0/to").asInt()).isEqualTo(12);
    assertThat(execute("trace", "nothing")).isEqualTo(1);
    assertThat(execute("case", "close", "1", "--decision", "psot")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean 'post'?");
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
