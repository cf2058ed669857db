package io.millrace.relay.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** {@code relay.yaml} as it stands; paths are relative to it. */
record RelayFile(
    Path data,
    @JsonProperty(required = true) AgentsPort agents,
    @JsonProperty(required = true) Listening api,
    @Nullable LoopbackPort page,
    Path targets,
    Path flows,
    @Nullable Path inbound,
    String zone) {

  RelayFile {
    data = data == null ? Path.of("data") : data;
    targets = targets == null ? Path.of("targets") : targets;
    flows = flows == null ? Path.of("flows") : flows;
    zone = zone == null ? "UTC" : zone;
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone: '" + zone + "' is not a time zone such as Europe/Vienna or UTC", e);
    }
  }
}
