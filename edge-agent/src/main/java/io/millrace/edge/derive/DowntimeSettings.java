package io.millrace.edge.derive;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Units;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a machine stands, as the file says it: {@code stopped} are the raw values that count as
 * standing, and after {@code threshold} it is told. {@code names} are by default those of the
 * machine's state.
 */
public record DowntimeSettings(
    @JsonProperty(required = true) String equipment,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String tag,
    @JsonProperty(required = true) List<Long> stopped,
    @JsonProperty(required = true) Duration threshold,
    @Nullable String reasonTag,
    @Nullable Map<Long, String> reasons,
    @Nullable Map<Long, String> names,
    @Nullable String orderTag) {
  /** Raw values of one machine that count as standing. */
  static final int STOPPED_MAX = 64;

  private static final Duration THRESHOLD_MIN = Duration.ofMillis(100);

  /** Longest threshold. */
  private static final Duration THRESHOLD_MAX = Duration.ofDays(30);

  public DowntimeSettings {
    Equipment.check(equipment);
    if (stopped.isEmpty() || stopped.size() > STOPPED_MAX) {
      throw new IllegalArgumentException(
          "stopped: has %d values, expected 1 to %d such as [0, 3]"
              .formatted(stopped.size(), STOPPED_MAX));
    }
    stopped = List.copyOf(stopped);
    if (threshold.compareTo(THRESHOLD_MIN) < 0 || threshold.compareTo(THRESHOLD_MAX) > 0) {
      throw new IllegalArgumentException(
          "threshold: %s is not within %s and %s"
              .formatted(
                  Units.text(threshold), Units.text(THRESHOLD_MIN), Units.text(THRESHOLD_MAX)));
    }
    if (reasons != null && reasonTag == null) {
      throw new IllegalArgumentException(
          "reasons: says nothing without a reason_tag, expected one beside it");
    }
    reasons = reasons == null ? Map.of() : StateSettings.named("reasons", reasons);
    names = names == null ? null : StateSettings.named("names", names);
  }
}
