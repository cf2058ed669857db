package io.millrace.edge.source;

import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.source.SourceHealth.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a source tells about itself. One thread writes, any reads the last published page. */
public final class SourceFigures {
  private final String name;
  private final SourceHealth.Device device;
  private final Clock clock;
  private volatile SourceHealth health;
  private State state = State.CONNECTING;
  private String reason = "not started";
  private @Nullable Instant lastReadingAt;
  private long requests;
  private long failures;
  private long reconnects;
  private boolean everConnected;
  private Map<String, String> bad = Map.of();
  private Map<String, String> revised;
  private Instant since;
  private long scans;

  /** Of a source that is not started, reading that device. */
  public SourceFigures(String name, SourceHealth.Device device, Clock clock) {
    this.name = name;
    this.device = device;
    this.revised = device.revised();
    this.clock = clock;
    this.since = clock.now();
    this.health = page();
  }

  /** The last page; any thread. */
  public SourceHealth health() {
    return health;
  }

  /** Not connected, for that reason. */
  public void connecting(String why) {
    state(State.CONNECTING, why);
  }

  /** There is a connection; every one but the first counts as a reconnect. */
  public void connected() {
    reconnects += everConnected ? 1 : 0;
    everConnected = true;
    publish();
  }

  /** Something was asked of the device. */
  public void asked() {
    requests++;
    publish();
  }

  /** It did not answer, or refused. */
  public void failed() {
    failures++;
    publish();
  }

  /** Connected, but not as it should be. */
  public void degraded(String why) {
    state(State.DEGRADED, why);
  }

  /** The sink had no room. */
  public void dropped() {
    degraded("readings come faster than they are journalled");
  }

  /** Closed. */
  public void stopped() {
    state(State.STOPPED, "closed");
  }

  /** What the device granted instead of what was asked for, by name. */
  public void revised(Map<String, String> granted) {
    revised = granted;
    publish();
  }

  /** All tags were read, these without a value. */
  public void read(Instant at, List<Reading> without) {
    bad =
        without.stream()
            .collect(
                Collectors.toMap(
                    Reading::tag, reading -> Objects.requireNonNullElse(reading.fault(), "bad")));
    scanned(at);
  }

  /** Some tags were read. */
  public void scanned(Instant at) {
    lastReadingAt = at;
    scans++;
    state(
        bad.isEmpty() ? State.ACTIVE : State.DEGRADED,
        bad.isEmpty() ? "" : bad.size() + " tags have no value");
  }

  private void state(State next, String why) {
    since = next == state ? since : clock.now();
    state = next;
    reason = why;
    publish();
  }

  private void publish() {
    health = page();
  }

  private SourceHealth page() {
    return new SourceHealth(
        name,
        state,
        reason,
        lastReadingAt,
        requests,
        failures,
        reconnects,
        bad,
        new SourceHealth.Device(device.kind(), device.endpoint(), revised),
        since,
        scans);
  }
}
