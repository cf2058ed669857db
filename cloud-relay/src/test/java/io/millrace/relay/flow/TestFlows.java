package io.millrace.relay.flow;

import io.millrace.base.config.ConfigReader;
import io.millrace.base.config.Units;
import io.millrace.relay.connector.Target;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.FlowSet;
import io.millrace.relay.flow.language.LatePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Flows and targets for tests. */
public final class TestFlows {
  private static final String TARGET =
      """
      target: %s
      base_url: http://127.0.0.1:1
      operations:
        confirm:
          level: L4
          request: {method: POST, path: '/confirmations/{order}', body: {good: '{good}'}}
      """;

  public static final List<Target> TARGETS =
      List.of(target(TARGET.formatted("erp")), target(TARGET.formatted("mes")));

  private TestFlows() {}

  public static Target target(String yaml) {
    return ConfigReader.read("target.yaml", yaml, Target.class);
  }

  public static Flow flow(String yaml, List<Target> targets) {
    return FlowSet.read("flow.yaml", yaml, targets);
  }

  /** Version 3 of a flow with one call. */
  public static Flow counts(
      String name, String effect, String target, Duration every, long pieces, LatePolicy late) {
    return flow(
        """
        flow: %s
        version: 3
        on: ProductionCount
        effect: %s
        target: %s
        operation: confirm
        window: {every: %s, pieces: %d}
        late: %s
        """
            .formatted(
                name,
                effect,
                target,
                Units.text(every),
                pieces,
                late.name().toLowerCase(Locale.ROOT)),
        TARGETS);
  }
}
