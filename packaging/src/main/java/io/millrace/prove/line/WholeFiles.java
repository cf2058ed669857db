package io.millrace.prove.line;

import io.millrace.prove.process.Home;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The configuration of a line that shows the whole picture: the relay's is that of the examples,
 * with ports and times of this line. Blocks on files.
 */
final class WholeFiles {
  private static final List<String> FLOWS =
      List.of("confirm-production", "hold-nonconforming", "downtime-alert");

  private WholeFiles() {}

  /** agent.yaml: the press that speaks OPC UA is read by it and measured, the others stand down. */
  static void agent(
      Path folder,
      Map<String, Integer> presses,
      OpcUa opcua,
      int agentsPort,
      int apiPort,
      LineSettings settings) {
    StringBuilder sources = new StringBuilder();
    StringBuilder downtimes = new StringBuilder();
    presses.forEach(
        (press, port) -> {
          if (press.equals(opcua.press)) {
            sources.append(source(opcua));
          } else {
            sources.append(LineFiles.source(press, port, settings.poll()));
            sources.append("      reason: {holding: 18, type: uint16}\n");
            downtimes.append(downtime(press));
          }
        });
    LineFiles.write(
        folder.resolve("agent.yaml"),
        """
        plant: %s
        data: data
        relay:
          addresses: [localhost:%d]
          api: https://localhost:%d
        sources:
        %scounters:
        %sstates:
        %sdowntimes:
        %smeasures:
        %s\
        """
            .formatted(
                LineFiles.PLANT,
                agentsPort,
                apiPort,
                sources,
                each(
                    presses,
                    press -> LineFiles.counter(press, "good") + LineFiles.counter(press, "scrap")),
                each(presses, LineFiles::state),
                downtimes,
                measure(opcua.press, settings.extent().sampleEvery())));
  }

  /** relay.yaml, three targets, three flows and the QMS's webhook. */
  static void relay(
      Path folder,
      Home home,
      int agentsPort,
      int apiPort,
      int pagePort,
      List<BusinessSystem> systems,
      LineSettings.Target target) {
    LineFiles.write(
        folder.resolve("relay.yaml"),
        """
        data: data
        agents: {host: 127.0.0.1, port: %d, names: [localhost]}
        api: {host: 127.0.0.1, port: %d}
        page: {host: 127.0.0.1, port: %d}
        targets: targets
        flows: flows
        inbound: inbound
        """
            .formatted(agentsPort, apiPort, pagePort));
    for (BusinessSystem system : systems) {
      String file = "targets/" + system.name() + ".yaml";
      LineFiles.write(
          folder.resolve(file),
          home.example(file)
              .replaceFirst("(?m)^base_url: .*$", "base_url: http://127.0.0.1:" + system.port())
              .replaceFirst("(?m)^limits: .*$", LineFiles.limits(target)));
    }
    for (String flow : FLOWS) {
      String file = "flows/" + flow + ".yaml";
      LineFiles.write(
          folder.resolve(file),
          home.example(file)
              .replaceFirst(
                  "duration_ms >= \\d+u",
                  "duration_ms >= " + Extent.DOWNTIME_THRESHOLD.toMillis() + "u"));
    }
    LineFiles.write(folder.resolve("inbound/qms.yaml"), home.example("inbound/qms.yaml"));
  }

  private static String each(Map<String, Integer> presses, Function<String, String> part) {
    return presses.keySet().stream().map(part).collect(Collectors.joining());
  }

  private static String source(OpcUa opcua) {
    return """
      - name: %1$s
        opcua: {endpoint: '%2$s', security: Basic256Sha256, mode: sign_and_encrypt}
        publishing: 200ms
        sampling: 100ms
        timeout: 2s
        tags:
          good: {node: 'ns=2;s=%1$s.good', type: uint32}
          scrap: {node: 'ns=2;s=%1$s.scrap', type: uint32}
          state: {node: 'ns=2;s=%1$s.state', type: uint16}
          marker: {node: 'ns=2;s=%1$s.marker', type: uint16}
          order: {node: 'ns=2;s=%1$s.order', type: text}
          weight: {node: 'ns=2;s=%1$s.fill-weight', type: float64}
    """
        .formatted(opcua.press, opcua.endpoint);
  }

  /** Faults only: a line that is stopped to be counted is not down. */
  private static String downtime(String press) {
    return """
      - equipment: %2$s%1$s
        source: %1$s
        tag: state
        stopped: [3]
        threshold: %3$s
        reason_tag: reason
        reasons: {1: JAM, 2: NO_MATERIAL, 3: TOOL}
        order_tag: order
    """
        .formatted(press, LineFiles.AREA, LineFiles.text(Extent.DOWNTIME_THRESHOLD));
  }

  private static String measure(String press, int every) {
    return """
      - characteristic: fill-weight
        equipment: %2$s%1$s
        source: %1$s
        tag: weight
        unit: g
        digits: 2
        lower: 98.5
        upper: 101.5
        sample: {every: %3$d, counter: %1$s.good}
        order_tag: order
    """
        .formatted(press, LineFiles.AREA, every);
  }

  /** The press that speaks OPC UA, and where. */
  record OpcUa(String press, String endpoint) {}
}
