package io.millrace.relay.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Nearest;
import io.millrace.relay.flow.Flow;
import io.millrace.relay.flow.LatePolicy;
import java.time.Duration;
import java.util.List;

/** A file of the folder of flows as it stands. */
record FlowFile(
    @JsonProperty(required = true) String flow,
    @JsonProperty(required = true) Integer version,
    @JsonProperty(required = true) String on,
    @JsonProperty(required = true) String effect,
    @JsonProperty(required = true) String target,
    @JsonProperty(required = true) String operation,
    @JsonProperty(required = true) WindowPart window,
    LatePolicy late) {
  private static final String COUNT = "ProductionCount";
  private static final String NAME = "[a-z][a-z0-9-]{0,62}";

  FlowFile {
    late = late == null ? LatePolicy.CASE : late;
    require(flow.matches(NAME), "flow: '" + flow + "' is not a name of a-z, 0-9 and -");
    require(effect.matches(NAME), "effect: '" + effect + "' is not a name of a-z, 0-9 and -");
    require(version >= 1, "version: " + version + " is below 1");
    require(
        on.equals(COUNT),
        "on: '%s' is not an event that flows take, expected %s%s"
            .formatted(on, COUNT, Nearest.suggestion(on, List.of(COUNT))));
  }

  /** When a window becomes a posting. */
  record WindowPart(
      @JsonProperty(required = true) Duration every, @JsonProperty(required = true) Long pieces) {
    /** Longest window. */
    private static final Duration EVERY_MAX = Duration.ofDays(1);

    WindowPart {
      require(
          !every.isZero() && every.compareTo(EVERY_MAX) <= 0,
          "every: must be above zero and at most a day");
      require(pieces >= 1, "pieces: " + pieces + " is below 1");
    }
  }

  Flow toFlow() {
    return new Flow(
        flow, version, effect, target, operation, window.every(), window.pieces(), late);
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
