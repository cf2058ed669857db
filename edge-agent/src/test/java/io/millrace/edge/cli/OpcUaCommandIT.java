package io.millrace.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.sim.opcua.OpcUaSettings;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plc.PlantServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpcUaCommandIT {
  private static final Clock CLOCK = Clock.system();
  private static final Pattern THUMBPRINT = Pattern.compile("rejected +([0-9a-f]{40})");

  private final PlantServer plant =
      PlantServer.start(PlantSettings.quiet(7), 0, 0, new OpcUaSettings("press-1", 0, null), CLOCK);
  @TempDir Path folder;

  private record Ended(int exit, String out, String err) {}

  @AfterEach
  void stop() {
    plant.close();
  }

  @Test
  void aServerIsTestedRefusedTrustedAndRead() throws IOException {
    String file = write("security: Basic256Sha256");
    Ended refused = run("test", "press-1", "--config", file);
    Ended listed = run("trust", "press-1", "--config", file);
    Matcher thumbprint = THUMBPRINT.matcher(listed.out());

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("SOURCE_REFUSED", "is not trusted", "  -> millrace-agent trust press-1 shows");
    assertThat(refused.err()).doesNotContain("named tag");
    assertThat(folder.resolve("data/opcua/press-1/own/certificate.pem")).exists();
    assertThat(listed.out()).contains("data/opcua/press-1/own/certificate.pem");
    assertThat(thumbprint.find()).as(listed.out()).isTrue();

    Ended accepted = run("trust", "press-1", "--accept", thumbprint.group(1), "--config", file);
    Ended read = run("test", "press-1", "--config", file);

    assertThat(accepted.out()).startsWith("trusted for press-1: ");
    assertThat(read.exit()).as(read.err()).isZero();
    assertThat(read.out()).contains("press-1 at opc.tcp://", "ns=2;s=press-1.good uint32");
    assertThat(run("trust", "press-1", "--json", "--config", file).out())
        .contains("\"state\":\"trusted\"");
    assertThat(run("trust", "press-1", "--accept", thumbprint.group(1), "--config", file).out())
        .isEqualTo(accepted.out());
    assertThat(run("trust", "press-1", "--accept", "00ff", "--config", file).err())
        .contains("no refused certificate has the thumbprint 00ff, refused are: none")
        .contains("  -> a server's certificate is known once it was asked");
  }

  @Test
  void aTagWithoutANodeSaysWhatToDo() throws IOException {
    String file = write("security: None");
    Ended read = run("test", "press-1", "nowhere", "--config", file);

    assertThat(read.exit()).isEqualTo(1);
    assertThat(read.out()).contains("Bad_NodeIdUnknown", "  -> the server has no such node");
  }

  @Test
  void aWrongPasswordIsSaidSo() throws IOException {
    Files.writeString(folder.resolve("password"), "guess");
    String file = write("security: Basic256Sha256, user: operator, password: 'file:password'");
    Matcher thumbprint =
        THUMBPRINT.matcher(
            run("test", "press-1", "--config", file).err().isEmpty()
                ? ""
                : run("trust", "press-1", "--config", file).out());
    assertThat(thumbprint.find()).isTrue();
    run("trust", "press-1", "--accept", thumbprint.group(1), "--config", file);
    Ended read = run("test", "press-1", "--config", file);

    assertThat(read.exit()).isEqualTo(1);
    assertThat(read.err()).contains("Bad_UserAccessDenied", "check user and password");
  }

  @Test
  void anEndpointWithoutItsPathIsSaidSo() throws IOException {
    Path file = Path.of(write("security: None"));
    Files.writeString(file, Files.readString(file).replace("/press-1'", "'"));
    Ended read = run("test", "press-1", "--config", file.toString());

    assertThat(read.exit()).isEqualTo(1);
    assertThat(read.err())
        .contains("Bad_TcpEndpointUrlInvalid", "opc.tcp://HOST:4840/PATH")
        .doesNotContain("cable");
  }

  @Test
  void checkSaysThatAPasswordIsNotThere() throws IOException {
    String file = write("security: Basic256Sha256, user: operator, password: 'file:password'");
    Ended checked = run("check", "--config", file);

    assertThat(checked.exit()).isEqualTo(78);
    assertThat(checked.err()).contains("source press-1", "/password does not exist");
  }

  @Test
  void aNameThatIsNoOpcUaSourceIsRefusedWithTheNearest() throws IOException {
    Ended unknown = run("trust", "pres-1", "--config", write("security: None"));

    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err())
        .contains("'pres-1' is no OPC UA source, expected one of press-1, did you mean 'press-1'?");
  }

  private Ended run(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        AgentCommand.line(CLOCK)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(command);
    return new Ended(exit, out.toString(), err.toString());
  }

  private String write(String how) throws IOException {
    return Files.writeString(
            folder.resolve("agent.yaml"),
            """
            plant: acme/graz
            sources:
              - name: press-1
                opcua: {endpoint: '%s', %s}
                tags:
                  good: {node: 'ns=2;s=press-1.good', type: uint32}
                  %s
            """
                .formatted(
                    plant.opcua().orElseThrow().endpoint(),
                    how,
                    how.contains("None") ? "nowhere: {node: 'ns=2;s=nowhere', type: uint16}" : ""))
        .toString();
  }
}
