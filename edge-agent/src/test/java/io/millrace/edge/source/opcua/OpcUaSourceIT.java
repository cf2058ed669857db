package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.Collected;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceHealth;
import io.millrace.edge.source.TagType;
import io.millrace.sim.opcua.OpcUaPress;
import io.millrace.sim.opcua.OpcUaSettings;
import io.millrace.sim.plant.PlantSettings;
import io.millrace.sim.plc.PlantServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpcUaSourceIT {
  private static final Clock CLOCK = Clock.system();

  private final PlantServer plant =
      PlantServer.start(
          new PlantSettings(7, 1, 20, false, Duration.ofSeconds(3), true, null, false),
          0,
          0,
          new OpcUaSettings("press-1", 0, null),
          CLOCK);
  private final OpcUaPress server = plant.opcua().orElseThrow();
  private final Collected collected = new Collected();
  @TempDir private Path folder;

  @AfterEach
  void stop() {
    plant.close();
  }

  @Test
  void showsWhatTheServerShowsInItsTypes() {
    try (OpcUaSources sources = new OpcUaSources(folder, folder, CLOCK, new Random(1))) {
      Source source = sources.open(settings(server.endpoint()), groups());
      source.start(collected);
      Scan first = collected.next();
      await()
          .atMost(Collected.LIMIT)
          .until(() -> source.health().state() == SourceHealth.State.ACTIVE);
      source.close();

      assertThat(first.readings().stream().map(Reading::tag)).hasSize(6);
      assertThat(Collected.value(first, "good")).isInstanceOf(Value.Whole.class);
      assertThat(Collected.value(first, "order")).isEqualTo(new Value.Text("PO-1-001"));
      assertThat(Collected.value(first, "weight")).isInstanceOf(Value.Real.class);
      assertThat(collected.losses).isEmpty();
    }
  }

  private static List<Group> groups() {
    return List.of(new Group("good", "order", "marker"));
  }

  static OpcUaSourceSettings settings(String endpoint) {
    Map<String, OpcUaTag> tags = new LinkedHashMap<>();
    tags.put("good", new OpcUaTag("ns=2;s=press-1.good", TagType.UINT32));
    tags.put("scrap", new OpcUaTag("ns=2;s=press-1.scrap", TagType.UINT32));
    tags.put("order", new OpcUaTag("ns=2;s=press-1.order", TagType.TEXT));
    tags.put("marker", new OpcUaTag("ns=2;s=press-1.marker", TagType.UINT16));
    tags.put("state", new OpcUaTag("nsu=urn:millrace:sim:press;s=press-1.state", TagType.UINT16));
    tags.put("weight", new OpcUaTag("ns=2;s=press-1.fill-weight", TagType.FLOAT64));
    return new OpcUaSourceSettings(
        "press-1",
        new io.millrace.edge.source.opcua.OpcUaSettings(
            endpoint, null, null, null, null, null, null),
        Duration.ofMillis(200),
        Duration.ofMillis(50),
        100,
        Duration.ofSeconds(2),
        tags);
  }
}
