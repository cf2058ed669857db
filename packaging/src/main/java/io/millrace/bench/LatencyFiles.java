package io.millrace.bench;

import io.millrace.prove.line.Line;
import io.millrace.prove.line.LineFiles;
import java.time.Duration;

/** What agent and relay of the latency measurement are told. Blocks on files. */
final class LatencyFiles {
  private LatencyFiles() {}

  /**
   * agent.yaml for those PLCs: a counter is a machine, and the number of its order is one higher.
   */
  static void agent(Line line, CounterPlc plc, int counters, Duration poll) {
    StringBuilder sources = new StringBuilder();
    StringBuilder rules = new StringBuilder();
    for (int first = 0; first < counters; first += CounterPlc.COUNTERS) {
      int unit = first / CounterPlc.COUNTERS + 1;
      sources.append(source(unit, plc.port(), poll));
      for (int register = 0; register < CounterPlc.COUNTERS; register++) {
        rules.append(counter(unit, register, first + register));
      }
    }
    LineFiles.write(
        line.agentFolder().resolve("agent.yaml"),
        """
        plant: %s
        data: data
        relay:
          addresses: [localhost:%d]
          api: https://localhost:%d
        sources:
        %scounters:
        %s\
        """
            .formatted(LineFiles.PLANT, line.agentsPort(), line.apiPort(), sources, rules));
  }

  private static String source(int unit, int port, Duration poll) {
    StringBuilder tags = new StringBuilder();
    for (int register = 0; register < CounterPlc.COUNTERS; register++) {
      tags.append("      c%1$d: {holding: %1$d, type: uint16}%n".formatted(register));
      tags.append(
          "      o%d: {holding: %d, type: uint16}%n"
              .formatted(register, CounterPlc.COUNTERS + register));
    }
    return """
      - name: plc-%1$d
        modbus: {host: 127.0.0.1, port: %2$d, unit: %1$d}
        poll: %3$dms
        timeout: 1s
        tags:
    %4$s\
    """
        .formatted(unit, port, poll.toMillis(), tags);
  }

  private static String counter(int unit, int register, int number) {
    return "  - {id: c%1$d, equipment: hall/line-%2$d/m%1$d, source: plc-%2$d, tag: c%3$d, kind: good, max_rate: 60/s, order_tag: o%3$d}%n"
        .formatted(number, unit, register);
  }

  /** The target becomes the system on that port, and windows close after that time. */
  static void relay(Line line, int erpPort, Duration window) {
    LineFiles.write(
        line.relayFolder().resolve("targets/erp.yaml"),
        """
        target: erp
        base_url: http://127.0.0.1:%d
        limits: {in_flight: 8, rate: 1000/s}
        operations:
          confirm:
            level: L3
            request: {method: POST, path: '/{order}/{good}/{reference}', body: {machine: '{machine}'}}
            document: /number
            lookup: {path: '/c?reference={reference}', items: /items, document: /number}
        """
            .formatted(erpPort));
    LineFiles.write(
        line.relayFolder().resolve("flows/confirm-production.yaml"),
        """
        flow: confirm-production
        version: 2
        on: ProductionCount
        effect: production-confirmation
        target: erp
        operation: confirm
        window: {every: %dms, pieces: 1000000}
        late: case
        """
            .formatted(window.toMillis()));
  }
}
