package io.millrace.prove.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.prove.process.Home;
import io.millrace.prove.process.Launch;
import io.millrace.prove.process.Processes;
import io.millrace.prove.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistersIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void registersShowWhatTheModelMadeAcrossRolloverResetAndOrders() {
    try (Processes processes = new Processes()) {
      Program plant = processes.start(plant());
      JsonNode ready = plant.ready(LIMIT);
      PlantControl control = new PlantControl(ready.path("control").asInt());
      try (Registers registers = new Registers(ports(ready))) {
        Awaitility.await().atMost(LIMIT).until(registers::areSeen);
        control.run();
        Awaitility.await().atMost(LIMIT).until(() -> registers.orderChanges() >= 2);
        control.reset("press-1");
        Awaitility.await().atMost(LIMIT).until(() -> registers.resets() == 1);
        Awaitility.await().atMost(LIMIT).until(() -> registers.wraps() >= 1);
        control.stop();

        Awaitility.await()
            .atMost(LIMIT)
            .untilAsserted(() -> assertThat(registers.ledger()).isEqualTo(control.made()));
        assertThat(registers.ledger().total().all()).isGreaterThan(100);
      }
    }
  }

  private Launch plant() {
    return Launch.of(
        "plant",
        folder,
        folder,
        List.of(
            Home.find().script("millrace-sim").toString(),
            "plant",
            "--presses=2",
            "--rate=50",
            "--order-every=3s",
            "--start-near-rollover",
            "--stopped"));
  }

  private static Map<String, Integer> ports(JsonNode ready) {
    Map<String, Integer> ports = new HashMap<>();
    ready
        .path("presses")
        .forEach(press -> ports.put(press.path("name").asText(), press.path("port").asInt()));
    return ports;
  }
}
