package io.millrace.edge.uplink;

import java.time.Duration;
import java.util.List;

/**
 * Where the relay is and how much is sent ahead of its acknowledgements. {@code addresses} are
 * host:port, tried in order; none means the one that enrolment gave. {@code api} is
 * https://host:port, where the certificate is renewed; empty means where the agent was enrolled. A
 * batch ends at that many records or bytes, or after {@code linger}; at most {@code windowBytes}
 * and {@code windowBatches} of each stream are unacknowledged.
 */
public record UplinkSettings(
    List<String> addresses,
    int batchRecords,
    int batchBytes,
    Duration linger,
    int windowBytes,
    int windowBatches,
    Duration reconnectFirst,
    Duration reconnectMax,
    Duration refusedRetry,
    String api) {

  /** IllegalArgumentException for a bound that is not positive. */
  public UplinkSettings {
    addresses = List.copyOf(addresses);
    if (batchRecords < 1 || batchBytes < 1 || windowBytes < batchBytes || windowBatches < 1) {
      throw new IllegalArgumentException("batch and window must be positive, window the larger");
    }
  }

  /**
   * What is shipped: 500 records, 256 KiB, 50 ms; 8 MiB, 64 batches; up to 30 s between attempts,
   * up to 5 s while a session was open within two minutes.
   */
  public static UplinkSettings of(List<String> addresses) {
    return new UplinkSettings(
        addresses,
        500,
        256 << 10,
        Duration.ofMillis(50),
        8 << 20,
        64,
        Duration.ofMillis(250),
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        "");
  }

  /** The same with other waits: first and longest between attempts, and after a refusal. */
  public UplinkSettings withWaits(Duration first, Duration max, Duration refused) {
    return new UplinkSettings(
        addresses,
        batchRecords,
        batchBytes,
        linger,
        windowBytes,
        windowBatches,
        first,
        max,
        refused,
        api);
  }

  /** The same with another place to renew the certificate at. */
  public UplinkSettings withApi(String renewedAt) {
    return new UplinkSettings(
        addresses,
        batchRecords,
        batchBytes,
        linger,
        windowBytes,
        windowBatches,
        reconnectFirst,
        reconnectMax,
        refusedRetry,
        renewedAt);
  }
}
