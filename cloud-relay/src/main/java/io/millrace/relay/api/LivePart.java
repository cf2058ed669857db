package io.millrace.relay.api;

import io.millrace.v1.TargetStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What only a running relay knows: since when it runs, where it listens, how its targets are and
 * what it counted since its start. May be asked on any thread.
 */
public record LivePart(
    String version,
    Optional<Instant> startedAt,
    Supplier<String> agentsAddress,
    Supplier<String> apiAddress,
    Supplier<List<TargetStatus>> targets,
    Supplier<Map<String, Long>> counts) {

  /** Of a relay that does not run. */
  public static LivePart stopped(String version) {
    return new LivePart(version, Optional.empty(), () -> "", () -> "", List::of, Map::of);
  }
}
