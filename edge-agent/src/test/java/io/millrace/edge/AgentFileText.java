package io.millrace.edge;

import io.millrace.sim.plc.PlantServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** agent.yaml for a simulated press. */
final class AgentFileText {
  private AgentFileText() {}

  /** Writes it, with the source called as told, for the press that listens on that port. */
  static Path write(Path folder, String source, int port) throws IOException {
    return Files.writeString(
        folder.resolve("agent.yaml"),
        """
        plant: acme/graz
        journal: {segment: 1MiB, events_quota: 32MiB, telemetry_quota: 32MiB}
        sources:
          - name: %1$s
            modbus: {host: 127.0.0.1, port: %2$d}
            poll: 50ms
            max_requests: 100/s
            tags:
              good:   {holding: 0, type: uint16}
              scrap:  {holding: 1, type: uint16}
              state:  {holding: 6, type: uint16}
              marker: {holding: 7, type: uint16}
              order:  {holding: 10, type: text, length: 16}
        counters:
          - {id: press-1.good, equipment: shop/line-1/press-1, source: %1$s, tag: good, kind: good, max_rate: 60/s, order_tag: order, reset_marker: marker}
          - {id: press-1.scrap, equipment: shop/line-1/press-1, source: %1$s, tag: scrap, kind: scrap, max_rate: 60/s, order_tag: order, reset_marker: marker}
        states:
          - {equipment: shop/line-1/press-1, source: %1$s, tag: state, names: {0: STOPPED, 1: RUNNING, 2: SETUP, 3: FAULT}}
        """
            .formatted(source, port));
  }

  static Path write(Path folder, PlantServer plant) throws IOException {
    return write(folder, "press-1", plant.presses().get(0).port());
  }

  /** The same for press-1 by OPC UA. */
  static Path writeOpcUa(Path folder, String endpoint) throws IOException {
    return Files.writeString(
        folder.resolve("agent.yaml"),
        """
        plant: acme/graz
        journal: {segment: 1MiB, events_quota: 32MiB, telemetry_quota: 32MiB}
        sources:
          - name: press-1
            opcua: {endpoint: '%s'}
            publishing: 200ms
            sampling: 50ms
            timeout: 2s
            tags:
              good:   {node: 'ns=2;s=press-1.good', type: uint32}
              scrap:  {node: 'ns=2;s=press-1.scrap', type: uint32}
              state:  {node: 'ns=2;s=press-1.state', type: uint16}
              marker: {node: 'ns=2;s=press-1.marker', type: uint16}
              order:  {node: 'ns=2;s=press-1.order', type: text}
        counters:
          - {id: press-1.good, equipment: shop/line-1/press-1, source: press-1, tag: good, kind: good, max_rate: 60/s, order_tag: order, reset_marker: marker}
          - {id: press-1.scrap, equipment: shop/line-1/press-1, source: press-1, tag: scrap, kind: scrap, max_rate: 60/s, order_tag: order, reset_marker: marker}
        states:
          - {equipment: shop/line-1/press-1, source: press-1, tag: state, names: {0: STOPPED, 1: RUNNING, 2: SETUP, 3: FAULT}}
        """
            .formatted(endpoint));
  }
}
