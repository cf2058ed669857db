package io.millrace.edge.source.modbus;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Rate;
import io.millrace.base.config.Units;
import io.millrace.edge.source.SourceSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One source as the file says it. {@code timeout} is that of one request, by default 1 s; {@code
 * maxGap} registers are read through rather than split, by default 8; {@code maxRequests} is the
 * budget that protects the device, by default 20/s.
 */
public record ModbusSourceSettings(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) ModbusSettings modbus,
    @JsonProperty(required = true) Duration poll,
    @Nullable Duration timeout,
    @Nullable Integer maxGap,
    @Nullable Rate maxRequests,
    @JsonProperty(required = true) Map<String, ModbusTag> tags)
    implements SourceSettings {
  /** Tags of one source. */
  public static final int TAGS_MAX = 10_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Duration POLL_MIN = Duration.ofMillis(10);

  /** Longest time between two polls. */
  private static final Duration POLL_MAX = Duration.ofDays(1);

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** Longest wait for one answer. */
  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

  private static final int GAP = 8;

  /** Registers that may be read through: one request has at most 125. */
  private static final int GAP_MAX = 124;

  private static final Rate REQUESTS = new Rate(20, Duration.ofSeconds(1));

  public ModbusSourceSettings {
    checkName("name", name);
    timeout = timeout == null ? TIMEOUT : timeout;
    maxGap = maxGap == null ? Integer.valueOf(GAP) : maxGap;
    maxRequests = maxRequests == null ? REQUESTS : maxRequests;
    within("poll", poll, POLL_MIN, POLL_MAX);
    within("timeout", timeout, POLL_MIN, TIMEOUT_MAX);
    if (maxGap < 0 || maxGap > GAP_MAX) {
      throw new IllegalArgumentException("max_gap: " + maxGap + " is not from 0 to " + GAP_MAX);
    }
    if (tags.isEmpty() || tags.size() > TAGS_MAX) {
      throw new IllegalArgumentException(
          "tags: has %d of them, expected 1 to %d".formatted(tags.size(), TAGS_MAX));
    }
    tags.keySet().forEach(tag -> checkName("tags", tag));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  @Override
  public String where() {
    return modbus.toString();
  }

  /** The deadline of one request, given or not. */
  Duration deadline() {
    return timeout == null ? TIMEOUT : timeout;
  }

  int gap() {
    return maxGap == null ? GAP : maxGap;
  }

  Rate budget() {
    return maxRequests == null ? REQUESTS : maxRequests;
  }

  private static void checkName(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + ": '"
              + name
              + "' is not 1 to 64 letters, digits, dots, dashes or underscores, the first a letter"
              + " or digit");
    }
  }

  private static void within(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          "%s: %s is not from %s to %s"
              .formatted(key, Units.text(value), Units.text(min), Units.text(max)));
    }
  }
}
