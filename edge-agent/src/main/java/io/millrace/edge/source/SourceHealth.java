package io.millrace.edge.source;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source as the status shows it. Counts since start. {@code since} is when it came into its
 * state, {@code scans} how many it handed on.
 */
public record SourceHealth(
    String name,
    State state,
    String reason,
    @Nullable Instant lastReadingAt,
    long requests,
    long failures,
    long reconnects,
    Map<String, String> badTags,
    Device device,
    @Nullable Instant since,
    long scans) {

  public SourceHealth {
    badTags = Map.copyOf(badTags);
  }

  /** Of a device that is not described. */
  public SourceHealth(
      String name,
      State state,
      String reason,
      @Nullable Instant lastReadingAt,
      long requests,
      long failures,
      long reconnects,
      Map<String, String> badTags) {
    this(
        name,
        state,
        reason,
        lastReadingAt,
        requests,
        failures,
        reconnects,
        badTags,
        Device.UNKNOWN,
        null,
        0);
  }

  /**
   * What is read, and over what: {@code kind} is modbus or opcua, {@code endpoint} host:port or a
   * URL without credentials, {@code revised} what the device granted instead of what was asked for,
   * by name.
   */
  public record Device(String kind, String endpoint, Map<String, String> revised) {
    /** One that tells nothing of itself. */
    public static final Device UNKNOWN = new Device("", "", Map.of());

    public Device {
      revised = Map.copyOf(revised);
    }
  }

  /** What a source can be. */
  public enum State {
    CONNECTING,
    ACTIVE,
    /** Connected, but some tags do not answer. */
    DEGRADED,
    STOPPED
  }
}
