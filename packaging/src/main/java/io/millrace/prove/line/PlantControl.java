package io.millrace.prove.line;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** The plant simulator: what it really made, and what it is told to do. Blocks on it. */
public final class PlantControl {
  private final Simulator simulator;

  PlantControl(int port) {
    this.simulator = new Simulator(port);
  }

  /** Pieces that were really made, by the model itself. */
  public Ledger made() {
    Map<Ledger.Key, Pieces> pieces = new HashMap<>();
    for (JsonNode press : simulator.get("/truth").path("presses")) {
      String machine = press.path("name").asText();
      press
          .path("orders")
          .properties()
          .forEach(
              order ->
                  pieces.put(new Ledger.Key(machine, order.getKey()), pieces(order.getValue())));
    }
    return Ledger.EMPTY.plus(pieces);
  }

  /** Lets all presses run. */
  public void run() {
    simulator.post("/run", Map.of());
  }

  /** Stops all presses. */
  public void stop() {
    simulator.post("/stop", Map.of());
  }

  /** The press stands, sets its counters back, goes on. */
  public void reset(String press) {
    simulator.post("/" + press + "/reset", Map.of());
  }

  /** The press changes to its next order. */
  public void changeOrder(String press) {
    simulator.post("/" + press + "/order", Map.of());
  }

  /** Its controller misbehaves from now on: none, silent, refuse, slow, garbage or drop. */
  public void fault(String press, String mode) {
    simulator.post("/" + press + "/fault", Map.of("mode", mode));
  }

  /** The press that speaks OPC UA does it so from now on: none, down or drop. */
  public void opcuaFault(String mode) {
    simulator.post("/opcua/fault", Map.of("mode", mode));
  }

  private static Pieces pieces(JsonNode node) {
    return new Pieces(node.path("good").asLong(), node.path("scrap").asLong());
  }
}
