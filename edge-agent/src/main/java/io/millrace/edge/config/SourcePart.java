package io.millrace.edge.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Rate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One device to read. */
record SourcePart(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) ModbusPart modbus,
    Duration poll,
    Duration timeout,
    Integer maxGap,
    Rate maxRequests,
    @JsonProperty(required = true) Map<String, TagPart> tags) {
  private static final int TAGS_MAX = 20_000;
  private static final int GAP_MAX = 120;

  SourcePart {
    Name.checked("name", name);
    poll = poll == null ? Duration.ofSeconds(1) : poll;
    timeout = timeout == null ? Duration.ofSeconds(1) : timeout;
    maxGap = maxGap == null ? 8 : maxGap;
    maxRequests = maxRequests == null ? new Rate(20, Duration.ofSeconds(1)) : maxRequests;
    tags = new LinkedHashMap<>(tags);
    Bounds.within("poll", poll, Duration.ofMillis(10), Duration.ofHours(24));
    Bounds.within("timeout", timeout, Duration.ofMillis(10), Duration.ofSeconds(60));
    Bounds.within("max_gap", maxGap, 0, GAP_MAX);
    Bounds.within("tags", tags.size(), 1, TAGS_MAX);
    tags.keySet().forEach(tag -> Name.checked("tags", tag));
  }

  /** A Modbus TCP server. */
  record ModbusPart(@JsonProperty(required = true) String host, Integer port, Integer unit) {
    private static final int PORT_MAX = 65_535;
    private static final int UNIT_MAX = 255;

    ModbusPart {
      port = port == null ? 502 : port;
      unit = unit == null ? 1 : unit;
      if (host.isBlank() || host.contains("/") || host.contains(" ")) {
        throw new IllegalArgumentException(
            "host: '%s' is not a host name or address".formatted(host));
      }
      Bounds.within("port", port, 1, PORT_MAX);
      Bounds.within("unit", unit, 0, UNIT_MAX);
    }
  }
}
