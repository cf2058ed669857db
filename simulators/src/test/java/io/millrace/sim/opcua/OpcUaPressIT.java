package io.millrace.sim.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.time.Clock;
import io.millrace.sim.plant.Plant;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plant.Press;
import io.millrace.sim.plant.PressReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpcUaPressIT {
  private final ReentrantLock lock = new ReentrantLock();
  private final Press press = new Plant(PlantSettings.quiet(5), Clock.system()).presses().get(0);
  private final OpcUaPress server =
      OpcUaPress.start(new OpcUaSettings("press-1", 0, null), this::reading, Clock.system());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyNodeShowsThePressAtOneInstant() throws UaException {
    OpcUaClient client = OpcUaClient.create(server.endpoint()).connect();
    List<NodeId> nodes =
        PressNodes.all().keySet().stream().map(name -> new NodeId(2, "press-1." + name)).toList();

    Awaitility.await()
        .until(() -> !String.valueOf(read(client, "good").getValue().getValue()).equals("0"));
    List<DataValue> values = client.readValues(0, TimestampsToReturn.Both, nodes);
    client.disconnect();

    assertThat(values).allMatch(value -> value.getStatusCode().isGood());
    assertThat(values.stream().map(DataValue::getSourceTime).distinct()).hasSize(1);
    assertThat(values.get(6).getValue().getValue()).isEqualTo("PO-1-001");
    assertThat(String.valueOf(values.get(9).getValue().getValue())).startsWith("P1-");
  }

  @Test
  void offersEveryPolicySignedAndEncrypted() throws Exception {
    assertThat(DiscoveryClient.getEndpoints(server.endpoint()).get()).hasSize(7);
  }

  @Test
  void aServerThatIsDownComesBackWithThePieces() throws UaException {
    server.misbehave(OpcUaFault.DOWN);
    assertThatThrownBy(() -> OpcUaClient.create(server.endpoint()).connect())
        .isInstanceOf(UaException.class);

    server.misbehave(OpcUaFault.NONE);
    OpcUaClient client = OpcUaClient.create(server.endpoint()).connect();
    long shown = Long.parseLong(String.valueOf(read(client, "good").getValue().getValue()));
    client.disconnect();

    assertThat(shown).isLessThanOrEqualTo(reading().good());
  }

  @Test
  void aDropCutsTheConnectionAndKeepsTheServer() throws UaException {
    OpcUaClient client = OpcUaClient.create(server.endpoint()).connect();
    List<String> heard = new CopyOnWriteArrayList<>();
    client.addSessionActivityListener(
        new SessionActivityListener() {
          @Override
          public void onSessionActive(UaSession session) {
            heard.add("active");
          }

          @Override
          public void onSessionInactive(UaSession session) {
            heard.add("inactive");
          }
        });
    server.misbehave(OpcUaFault.DROP);

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> heard.contains("inactive") && heard.get(heard.size() - 1).equals("active"));
    assertThat(server.fault()).isEqualTo(OpcUaFault.NONE);
    client.disconnect();
  }

  @Test
  void aKeptIdentityIsTheSameAtTheNextStart(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("server.p12");
    ServerIdentity first = ServerIdentity.of(file);

    assertThat(ServerIdentity.of(file).certificate()).isEqualTo(first.certificate());
    assertThat(ServerIdentity.of(null).certificate()).isNotEqualTo(first.certificate());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private DataValue read(OpcUaClient client, String name) throws UaException {
    return client.readValue(0, TimestampsToReturn.Both, new NodeId(2, "press-1." + name));
  }

  private PressReading reading() {
    lock.lock();
    try {
      return press.reading();
    } finally {
      lock.unlock();
    }
  }
}
