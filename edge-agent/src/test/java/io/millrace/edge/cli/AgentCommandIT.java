package io.millrace.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.base.time.Clock;
import io.millrace.edge.EdgeAgent;
import io.millrace.edge.config.AgentConfig;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plc.PlantServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands in this process, with and without a running agent. */
class AgentCommandIT {
  private static final Clock CLOCK = Clock.system();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PlantServer plant = PlantServer.start(PlantSettings.quiet(7), 0, 0, CLOCK);

  @TempDir Path folder;

  @AfterEach
  void stopThePlant() {
    plant.close();
  }

  private record Ended(int exit, String out, String err) {}

  private Ended run(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        AgentCommand.line(CLOCK)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exit = line.execute(command);
    return new Ended(exit, out.toString(), err.toString());
  }

  private String write() throws IOException {
    return write(plant.presses().get(0).port());
  }

  private String write(int port) throws IOException {
    return Files.writeString(
            folder.resolve("agent.yaml"),
            """
            plant: acme/graz
            journal: {segment: 1MiB, events_quota: 32MiB, telemetry_quota: 32MiB}
            sources:
              - name: press-1
                modbus: {host: 127.0.0.1, port: %d}
                poll: 50ms
                timeout: 500ms
                tags:
                  good: {holding: 0, type: uint16}
                  order: {holding: 10, type: text, length: 16}
                  hole: {holding: 20, type: uint16}
            counters:
              - {id: press-1.good, equipment: shop/line-1/press-1, source: press-1, tag: good, kind: good, max_rate: 60/s}
            """
                .formatted(port))
        .toString();
  }

  @Test
  void checkSaysThatAFileIsGoodAndTouchesNothing() throws IOException {
    String file = write();

    assertThat(run("check", "--config", file)).isEqualTo(new Ended(0, file + ": ok\n", ""));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void checkSaysThatARecordTakesLessOfLargeSegmentsThanItMight() throws IOException {
    Path file = Path.of(write());
    String large = "{segment: 64MiB, events_quota: 2GiB, telemetry_quota: 2GiB}";
    Files.writeString(
        file, Files.readString(file).replaceFirst("journal: \\{.*\\}", "journal: " + large));

    assertThat(run("check", "--config", file.toString()).out())
        .contains("segments of 64.0 MiB, but a record has at most 4.0 MiB");
  }

  @Test
  void aWrongFileEndsEveryCommandWith78AndOneMessage() throws IOException {
    String file = write();
    Files.writeString(
        Path.of(file), Files.readString(Path.of(file)).replace("max_rate", "maxrate"));

    for (String command : new String[] {"check", "run", "status"}) {
      Ended ended = run(command, "--config", file);

      assertThat(ended.exit()).isEqualTo(78);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .hasLineCount(1)
          .endsWith(
              "agent.yaml:13:5: counters[0].max_rate: is missing, is 'maxrate' meant to be it?\n");
    }
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void testShowsValuesWithTheirRegistersAndWhatToTryWhereThereIsNone() throws IOException {
    Ended ended = run("test", "press-1", "--config", write());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .contains("press-1 at 127.0.0.1:", "'PO-1-001'", "504f 2d31", "holding 20 uint16")
        .contains("exception 2 (illegal data address)", "a manual's 40001 is holding 0");
  }

  @Test
  void testOfOneTagAsJson() throws IOException {
    Ended ended = run("test", "press-1", "order", "--json", "--config", write());

    JsonNode tree = new ObjectMapper().readTree(ended.out());
    assertThat(ended.exit()).isZero();
    assertThat(tree.path("value").asText()).isEqualTo("PO-1-001");
    assertThat(tree.path("quality").asText()).isEqualTo("good");
    assertThat(tree.path("registers")).hasSize(8);
    assertThat(tree.path("latency_ms").asDouble()).isPositive();
  }

  @Test
  void testSaysWhatToTryByWhatTheDeviceDid() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
      String silent = write(closed);
      Ended ended = run("test", "press-1", "good", "--config", silent);
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.out() + ended.err()).contains("check the unit number");
    }
    Ended ended = run("test", "press-1", "good", "--config", write(closed));
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains("refused", "check the port (502 unless");
    assertThat(run("test", "press-2", "--config", write()).err())
        .contains("'press-2' is no source", "did you mean 'press-1'?");
  }

  @Test
  void aPortOnWhichSomethingElseAnswersIsNoMatterOfCables() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      Thread web = new Thread(() -> answerLikeAWebServer(socket), "web");
      web.setDaemon(true);
      web.start();

      Ended ended = run("test", "press-1", "good", "--config", write(socket.getLocalPort()));

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.out() + ended.err())
          .contains("what answers there does not speak Modbus TCP", "another program listens there")
          .doesNotContain("cable");
    }
  }

  private static void answerLikeAWebServer(ServerSocket socket) {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try {
      while (!socket.isClosed()) {
        Socket client = socket.accept();
        if (client.getInputStream().read() >= 0) {
          client.getOutputStream().write(answer);
        }
      }
    } catch (IOException e) {
      Thread.currentThread().interrupt(); // closed by the test
    }
  }

  @Test
  void textThatNobodyCanReadIsShownEscapedAndSaid() throws IOException {
    String file = write();
    Files.writeString(
        Path.of(file),
        Files.readString(Path.of(file))
            .replace(
                "order: {holding: 10, type: text, length: 16}",
                "order: {holding: 30, type: text, length: 2}"));
    writeRegister(30, 0x411b);

    Ended ended = run("test", "press-1", "order", "--config", file);

    assertThat(ended.out())
        .contains("'A\\u001b'", "-> order holds characters that nobody can read")
        .doesNotContain("\u001b");
  }

  /** Function 6, Modbus Application Protocol V1.1b3, section 6.6. */
  private void writeRegister(int address, int value) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), plant.presses().get(0).port())) {
      byte[] frame = {
        0,
        1,
        0,
        0,
        0,
        6,
        1,
        6,
        (byte) (address >> 8),
        (byte) address,
        (byte) (value >> 8),
        (byte) value
      };
      socket.getOutputStream().write(frame);
      assertThat(socket.getInputStream().readNBytes(frame.length)).isEqualTo(frame);
    }
  }

  @Test
  void withoutAnAgentStatusSays69AndTheJournalIsReadFromItsFiles() throws IOException {
    String file = write();
    assertThat(run("status", "--config", file).exit()).isEqualTo(69);
    assertThat(run("journal", "verify", "--config", file).exit()).isEqualTo(1);

    try (EdgeAgent agent = EdgeAgent.start(AgentConfig.read(Path.of(file)), CLOCK, "test")) {
      await().atMost(PATIENCE).until(() -> agent.status().getStreams(0).getDurable() > 2);
    }

    assertThat(run("status", "--config", file).exit()).isEqualTo(69);
    assertThat(run("journal", "stats", "--config", file).out()).contains("events", "EPOCH");
    Ended verify = run("journal", "verify", "--json", "--config", file);
    JsonNode tree = new ObjectMapper().readTree(verify.out());
    assertThat(verify.exit()).isZero();
    assertThat(tree.path("whole").asBoolean()).isTrue();
    assertThat(tree.path("streams").get(0).path("records").asLong()).isGreaterThan(2);
  }

  @Test
  void aRunningAgentShowsItselfOnItsSocket() throws IOException {
    String file = write();
    try (EdgeAgent agent = EdgeAgent.start(AgentConfig.read(Path.of(file)), CLOCK, "test")) {
      await().atMost(PATIENCE).until(() -> agent.status().getCountersCount() == 1);

      assertThat(run("status", "--config", file).out())
          .contains("agent, not enrolled, plant acme/graz")
          .contains("-> get a code from the relay and run millrace-agent enrol")
          .contains("press-1.hole: exception 2", "acme/graz/shop/line-1/press-1", "WRITES A DAY");
      JsonNode tree = new ObjectMapper().readTree(run("status", "--json", "--config", file).out());
      assertThat(tree.path("sources").get(0).path("state").asText()).isEqualTo("degraded");
      assertThat(tree.path("counters").get(0).path("counter").asText()).isEqualTo("press-1.good");
      assertThat(run("journal", "stats", "--config", file).out())
          .contains(agent.status().getEpoch());
      Ended second = run("run", "--config", file);
      assertThat(second.exit()).isEqualTo(69);
      assertThat(second.err()).startsWith("DATA_IN_USE");
      assertThat(second.out()).isEmpty();
    }
  }

  @Test
  void aCodeThatNobodyWasAskedAboutIsStillGood() throws IOException {
    String code = "MR1-" + "A".repeat(32) + "-" + "0".repeat(64);

    Ended nobody = run("enrol", code, "--relay", "https://localhost:1", "--config", write());

    assertThat(nobody.err())
        .startsWith("UPLINK_UNREACHABLE")
        .contains("-> the relay was not asked: the code is unused")
        .doesNotContain("nothing is lost", "codes work once");
  }

  @Test
  void wrongUseIsTold() throws IOException {
    assertThat(run().exit()).isEqualTo(2);
    assertThat(run("frob").exit()).isEqualTo(2);
    assertThat(run("test").exit()).isEqualTo(2);
    assertThat(run("journal").exit()).isEqualTo(2);
    assertThat(run("enrol", "MR1-X", "--config", write()).exit()).isEqualTo(2);
    Ended refused = run("enrol", "MR1-X", "--relay", "https://localhost:1", "--config", write());
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("ENROLMENT_REFUSED")
        .contains("-> copy the whole of it")
        .doesNotContain("get a new one");
    assertThat(folder.resolve("data/identity")).doesNotExist();
  }
}
