package io.millrace.sim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own. */
class ProgramIT {
  private static final String READY = "READY ";
  private static final int POSTS_UNANSWERED = 100;

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void thePlantSaysWhereItListensAndEndsWhenTold() throws Exception {
    Process program =
        start("plant", "--presses=2", "--rate=5.0", "--stopped", "--stop-at-order-change=false");
    JsonNode ready = ready(program);

    assertThat(ready.path("presses")).hasSize(2);
    assertThat(ready.path("presses").get(1).path("name").asText()).isEqualTo("press-2");
    String truth = get(ready.path("control").asInt(), "/truth");
    assertThat(truth).contains("\"running\":false");
    int port = ready.path("presses").get(0).path("port").asInt();
    new Socket(InetAddress.getLoopbackAddress(), port).close();

    assertThat(program.toHandle().destroy()).isTrue();
    assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(program.inputReader().readLine()).isNull();
  }

  @Test
  void aKilledErpHasEveryDocumentThatItAnsweredFor() throws Exception {
    Process program = start("erp", "--data=" + folder, "--seed=3");
    int port = ready(program).path("http").asInt();
    String token = token(port);
    int answered = 0;
    for (int i = 0; i < 20; i++) {
      answered += confirm(port, token, i).startsWith("{\"number\"") ? 1 : 0;
    }
    floodAndKill(program, port, token);
    int next = ready(start("erp", "--data=" + folder, "--seed=3")).path("http").asInt();

    String documents = get(next, "/control/documents");
    for (int i = 0; i < answered; i++) {
      assertThat(documents).contains("\"reference\":\"R" + i + "\"");
    }
    assertThat(answered).isEqualTo(20);
    assertThat(confirm(next, token(next), 999)).startsWith("{\"number\"");
  }

  @Test
  void aWrongCommandLineEndsWithTwoAndAMissingSecretWithSeventyEight() throws Exception {
    assertThat(exit(start("plant", "--presses=12"))).isEqualTo(2);
    assertThat(exit(start("plant", "--odd"))).isEqualTo(2);
    assertThat(exit(start("plant", "--order-every=soon"))).isEqualTo(2);
    assertThat(exit(start("erp", "--data=" + folder, "--secret-env=NO_SUCH_VARIABLE")))
        .isEqualTo(78);
    assertThat(Files.readString(folder.resolve("stderr-4"))).contains("NO_SUCH_VARIABLE");
  }

  @Test
  void eachBusinessSystemStartsAlone() throws Exception {
    for (String system : List.of("erp", "crm", "qms")) {
      int port = ready(start(system, "--data=" + folder.resolve(system))).path("http").asInt();

      assertThat(get(port, "/control/documents")).isEqualTo("{\"items\":[]}");
      assertThat(token(port)).isNotEmpty();
      assertThat(folder.resolve(system).resolve(system + ".db")).exists();
    }
    String hook = "--webhook=http://127.0.0.1:9/hooks/qms";
    assertThat(exit(start("qms", "--data=" + folder.resolve("q"), hook))).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("stderr-4"))).contains("--webhook-secret-env");
  }

  @Test
  void aTakenPortEndsTheProgram() throws Exception {
    int port = ready(start("erp", "--data=" + folder.resolve("a"))).path("http").asInt();
    Process second = start("erp", "--data=" + folder.resolve("b"), "--port=" + port);

    assertThat(exit(second)).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("stderr-2")))
        .isEqualToIgnoringNewLines(
            "--port %d is in use: end the program that has it, or take another; 0 is a free one"
                .formatted(port));
    assertThat(exit(start("plant", "--presses=1", "--stopped", "--port=" + port))).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("stderr-3")))
        .startsWith("--port %d, or one after it, is in use: end".formatted(port));
  }

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(words));
    Path errors = folder.resolve("stderr-" + (started.size() + 1));
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    started.add(process);
    return process;
  }

  private JsonNode ready(Process program) throws IOException {
    BufferedReader out = program.inputReader();
    String line = out.readLine();
    assertThat(line).startsWith(READY);
    return new ObjectMapper().readTree(line.substring(READY.length()));
  }

  private static int exit(Process program) throws InterruptedException {
    assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return program.exitValue();
  }

  /** Leaves commits under way when the process dies. */
  private void floodAndKill(Process program, int port, String token) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      for (int i = 0; i < POSTS_UNANSWERED; i++) {
        String body = body(1_000 + i);
        out.write(
            ("POST /production-orders/PO-1-001/confirmations HTTP/1.1\r\nHost: erp\r\n"
                    + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s")
                .formatted(token, body.length(), body)
                .getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(
              new BufferedReader(
                      new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                  .readLine())
          .startsWith("HTTP/1.1 201");
      program.destroyForcibly();
    }
  }

  private String token(int port) throws Exception {
    String form = "grant_type=client_credentials&client_id=millrace&client_secret=secret";
    HttpRequest request =
        request(port, "/oauth/token").POST(HttpRequest.BodyPublishers.ofString(form)).build();
    String answer = http.send(request, BodyHandlers.ofString()).body();
    return new ObjectMapper().readTree(answer).path("access_token").asText();
  }

  private String confirm(int port, String token, int reference) throws Exception {
    HttpRequest request =
        request(port, "/production-orders/PO-1-001/confirmations")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body(reference)))
            .build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private String get(int port, String path) throws Exception {
    return http.send(request(port, path).GET().build(), BodyHandlers.ofString()).body();
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static String body(int reference) {
    return "{\"machine\":\"m\",\"yield\":1,\"scrap\":0,\"unit\":\"{piece}\",\"reference\":\"R%d\"}"
        .formatted(reference);
  }
}
