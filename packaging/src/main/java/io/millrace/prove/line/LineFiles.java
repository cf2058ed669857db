package io.millrace.prove.line;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Writes the configuration of agent and relay as a person would. Blocks on files. */
public final class LineFiles {
  public static final String PLANT = "acme/graz";
  public static final String AGENT = "press-shop";
  static final String AREA = "press-shop/line-1/";

  private LineFiles() {}

  /** agent.yaml for presses by name and port. */
  public static void agent(
      Path folder,
      Map<String, Integer> presses,
      int agentsPort,
      int apiPort,
      LineSettings settings) {
    StringBuilder sources = new StringBuilder();
    StringBuilder counters = new StringBuilder();
    StringBuilder states = new StringBuilder();
    presses.forEach(
        (press, port) -> {
          sources.append(source(press, port, settings.poll()));
          counters.append(counter(press, "good")).append(counter(press, "scrap"));
          states.append(state(press));
        });
    write(
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
        %s\
        """
            .formatted(PLANT, agentsPort, apiPort, sources, counters, states));
  }

  /** relay.yaml, one target and one flow. */
  public static void relay(
      Path folder,
      int agentsPort,
      int apiPort,
      int pagePort,
      int erpPort,
      LineSettings.Target target) {
    write(
        folder.resolve("relay.yaml"),
        """
        data: data
        agents: {host: 127.0.0.1, port: %d, names: [localhost]}
        api: {host: 127.0.0.1, port: %d}
        page: {host: 127.0.0.1, port: %d}
        targets: targets
        flows: flows
        """
            .formatted(agentsPort, apiPort, pagePort));
    target(folder, erpPort, target);
    write(
        folder.resolve("flows/confirm-production.yaml"),
        """
        flow: confirm-production
        version: 1
        on: ProductionCount
        effect: production-confirmation
        target: erp
        operation: confirm
        window: {every: 5s, pieces: 50}
        late: case
        """);
  }

  /** The line of a target's description with its limits. */
  static String limits(LineSettings.Target target) {
    return "limits: {in_flight: 8, rate: 200/s, timeout: %s, lease: %s, settle: %s, lookup_lag: %s, recount: %s}"
        .formatted(
            text(target.timeout()),
            text(target.lease()),
            text(target.settle()),
            text(target.lookupLag()),
            text(target.recount()));
  }

  private static void target(Path folder, int erpPort, LineSettings.Target target) {
    write(
        folder.resolve("targets/erp.yaml"),
        """
        target: erp
        base_url: http://127.0.0.1:%d
        auth: {oauth2: {token_path: /oauth/token, client_id: millrace, client_secret: env:ERP_SECRET}}
        %s
        breaker: {failures: 5, window: 10, open: 2s}
        operations:
          confirm:
            level: %s
            poison: block
            request:
              method: POST
              path: '/production-orders/{order}/confirmations'
              body: {machine: '{machine}', yield: '{good}', scrap: '{scrap}', unit: '{unit}', reference: '{reference}'}
            request_key_header: Idempotency-Key
            document: /number
            lookup: {path: '/confirmations?reference={reference}', items: /items, document: /number}
            undo: {method: POST, path: '/confirmations/{document}/reversal', body: {reference: '{reference}'}, document: /number}
            errors:
              - {status: 429, class: RATE}
              - {status: 503, class: DEST_DOWN}
              - {status: 423, class: LOCKED}
              - {status: 401, class: AUTH}
              - {status: 404, code: ORDER_UNKNOWN, class: MASTER_DATA_MISSING}
              - {status: 400-499, class: DATA}
              - {status: 500-599, class: UNKNOWN}
        """
            .formatted(erpPort, limits(target), target.level()));
  }

  static String source(String press, int port, Duration poll) {
    return """
      - name: %s
        modbus: {host: 127.0.0.1, port: %d, unit: 1}
        poll: %s
        timeout: 1s
        tags:
          good: {holding: 0, type: uint16}
          scrap: {holding: 1, type: uint16}
          state: {holding: 6, type: uint16}
          marker: {holding: 7, type: uint16}
          order: {holding: 10, type: text, length: 16}
    """
        .formatted(press, port, text(poll));
  }

  static String counter(String press, String kind) {
    return """
      - id: %1$s.%2$s
        equipment: %3$s%1$s
        source: %1$s
        tag: %2$s
        kind: %2$s
        max_rate: 60/s
        unit: '{piece}'
        order_tag: order
        reset_marker: marker
        reset_to: 0
    """
        .formatted(press, kind, AREA);
  }

  static String state(String press) {
    return """
      - equipment: %2$s%1$s
        source: %1$s
        tag: state
        names: {0: STOPPED, 1: RUNNING, 2: SETUP, 3: FAULT}
    """
        .formatted(press, AREA);
  }

  static String text(Duration duration) {
    return duration.toMillis() + "ms";
  }

  static void copy(Path from, Path to) {
    try {
      write(to, Files.readString(from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the text, making the folders that it needs. */
  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
