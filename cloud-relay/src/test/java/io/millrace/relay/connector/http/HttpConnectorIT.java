package io.millrace.relay.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.config.ConfigReader;
import io.millrace.base.time.Clock;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.ConnectorContract;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.FakeTarget.Fault;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.connector.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpConnectorIT extends ConnectorContract {
  @TempDir Path folder;
  private TestErp erp;
  private Connector connector;

  @BeforeEach
  void open() throws IOException {
    Files.writeString(folder.resolve("secret"), "hunter2\n");
    erp = new TestErp();
    connector = connect(erp.port());
  }

  @AfterEach
  void closeErp() {
    erp.close();
  }

  private Connector connect(int port) throws IOException {
    String yaml =
        Files.readString(Path.of("src/test/resources/targets/erp.yaml"))
            .replace("http://127.0.0.1:8090", "http://127.0.0.1:" + port);
    Target target = ConfigReader.read("erp.yaml", yaml, Target.class);
    return new HttpConnector(target, folder, Clock.system());
  }

  @Override
  protected Connector connector() {
    return connector;
  }

  @Override
  protected void next(Fault fault) {
    erp.next(fault);
  }

  @Override
  protected long arrivals() {
    return erp.arrivals();
  }

  @Override
  protected <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
  }

  @Override
  protected long now() {
    return Clock.system().nanos();
  }

  @Test
  void valuesCannotLeaveTheirPlaceInPathAndBody() {
    await(connector.send(call("REF1")));

    assertThat(erp.paths()).containsExactly("/production-orders/PO-1%2F0%201/confirmations");
    assertThat(erp.bodies().get(0)).contains("\"unit\":\"\\\"{piece}\\\"\"", "\"scrap\":\"\"");
  }

  @Test
  void aRefusedTokenIsFetchedAnewOnceAndTheRequestIsDoneOnce() {
    await(connector.send(call("REF1")));
    erp.expireToken();

    Outcome outcome = await(connector.send(call("REF2")));

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(erp.tokens()).isEqualTo(2);
    assertThat(erp.arrivals()).isEqualTo(2);
  }

  @Test
  void aRefusedConnectionIsNotSent() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    try (Connector nobody = connect(free)) {
      assertThat(await(nobody.send(call("REF1"))))
          .isInstanceOfSatisfying(
              Outcome.NotSent.class,
              it -> assertThat(it.failureClass()).isEqualTo(FailureClass.DEST_DOWN));
      assertThat(await(nobody.lookup(call("REF1"))))
          .isInstanceOfSatisfying(Found.Unclear.class, it -> assertThat(it.down()).isTrue());
    }
  }

  @Test
  void anAnswerThatIsTooLongIsUnclear() {
    assertThat(await(connector.lookup(call("HUGE"))))
        .isInstanceOfSatisfying(
            Found.Unclear.class, it -> assertThat(it.text()).contains("longer than"));
  }

  @Test
  void unavailableIsARefusalAsDeclared() {
    erp.next(Fault.DOWN);

    assertThat(await(connector.send(call("REF1"))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            it -> {
              assertThat(it.failureClass()).isEqualTo(FailureClass.DEST_DOWN);
              assertThat(it.text()).contains("maintenance");
            });
  }

  /** What the client promises by default, held to it: a POST goes out once, whatever it is told. */
  @Test
  void aPostIsNotRepeatedWhenItsKeptAliveConnectionIsDropped() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    try (ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread server = new Thread(() -> dropEverySecond(listening, requests), "dropping");
      server.start();
      Target target =
          ConfigReader.read(
              "t.yaml",
              """
              target: erp
              base_url: http://127.0.0.1:%d
              operations:
                confirm: {level: L4, request: {method: POST, path: /c}, document: /number}
              """
                  .formatted(listening.getLocalPort()),
              Target.class);
      try (Connector raw = new HttpConnector(target, folder, Clock.system())) {
        Outcome first = await(raw.send(call("REF1")));
        Outcome second = await(raw.send(call("REF2")));

        assertThat(first).isEqualTo(new Outcome.Done("D1"));
        assertThat(second).isInstanceOf(Outcome.Unknown.class);
        assertThat(requests).hasValue(2);
      }
    }
  }

  private static void dropEverySecond(ServerSocket listening, AtomicInteger requests) {
    try {
      while (!listening.isClosed()) {
        try (Socket socket = listening.accept()) {
          while (readHead(socket.getInputStream())) {
            if (requests.incrementAndGet() % 2 == 0) {
              break;
            }
            socket
                .getOutputStream()
                .write(
                    "HTTP/1.1 201 Created\r\nContent-Length: 15\r\n\r\n{\"number\":\"D1\"}"
                        .getBytes(StandardCharsets.US_ASCII));
          }
        }
      }
    } catch (IOException e) {
      assertThat(listening.isClosed()).isTrue();
    }
  }

  private static boolean readHead(InputStream in) throws IOException {
    int matched = 0;
    for (int read = in.read(); read >= 0; read = in.read()) {
      matched = read == '\r' || read == '\n' ? matched + 1 : 0;
      if (matched == 4) {
        return true;
      }
    }
    return false;
  }
}
