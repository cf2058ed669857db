package io.millrace.prove.line;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ERP simulator: its documents, and how it is told to misbehave. Blocks on it. */
public final class ErpControl {
  private final Simulator simulator;

  ErpControl(int port) {
    this.simulator = new Simulator(port);
  }

  /** All confirmations that no reversal took back, without any lag, oldest first. */
  public List<Document> documents() {
    List<Document> documents = new ArrayList<>();
    for (JsonNode item : simulator.get("/control/documents").path("items")) {
      if (!item.path("kind").asText().equals("confirmation") || item.path("reversed").asBoolean()) {
        continue;
      }
      documents.add(
          new Document(
              item.path("number").asText(),
              item.path("order").asText(),
              item.path("machine").asText(),
              new Pieces(whole(item.path("yield")), whole(item.path("scrap"))),
              item.path("reference").asText()));
    }
    return documents;
  }

  /** Faults that it really committed, by name. */
  public Map<String, Long> statistics() {
    Map<String, Long> counts = new TreeMap<>();
    simulator
        .get("/control/statistics")
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isNumber()) {
                counts.put(entry.getKey(), entry.getValue().asLong());
              }
            });
    return counts;
  }

  /** Faults by name with their probability, and times in milliseconds. None of them clears. */
  public void faults(Map<String, ? extends Number> faults) {
    simulator.post("/control/faults", faults);
  }

  private static long whole(JsonNode quantity) {
    return quantity.isMissingNode() || quantity.isNull()
        ? 0
        : new BigDecimal(quantity.asText()).longValueExact();
  }

  /** A confirmation. */
  public record Document(
      String number, String order, String machine, Pieces pieces, String reference) {}
}
