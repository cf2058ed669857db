package io.millrace.relay.flow;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one version of a flow is: whether new events begin runs of it, since when, its open runs by
 * state and its open windows. {@code since} is null when it was never activated, {@code lastTaken}
 * when it took nothing lately.
 */
public record FlowState(
    String flow,
    int version,
    String digest,
    String file,
    boolean active,
    @Nullable Instant since,
    Map<RunState, Long> runs,
    long windows,
    @Nullable Instant lastTaken) {

  public FlowState {
    runs = Map.copyOf(runs);
  }
}
