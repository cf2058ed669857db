package io.millrace.relay.connector;

import io.millrace.base.config.Rate;
import java.time.Duration;

/**
 * What is asked of a target at most, and what it is trusted with: requests at once, requests in a
 * time, the whole time of a request, how long a lane is held for it, the time after its deadline
 * within which the target commits or never, how much later its search shows it, and when documents
 * are counted once more.
 */
public record Limits(
    Integer inFlight,
    Rate rate,
    Duration timeout,
    Duration lease,
    Duration settle,
    Duration lookupLag,
    Duration recount) {
  /** What stands where the file says nothing. */
  public static final Limits DEFAULT =
      new Limits(
          8,
          new Rate(200, Duration.ofSeconds(1)),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(15));

  /** Most requests at once that a file may ask for. */
  public static final int IN_FLIGHT_MAX = 256;

  public Limits {
    inFlight = inFlight == null ? DEFAULT.inFlight : inFlight;
    rate = rate == null ? DEFAULT.rate : rate;
    timeout = timeout == null ? DEFAULT.timeout : timeout;
    lease = lease == null ? timeout.plusSeconds(5) : lease;
    settle = settle == null ? DEFAULT.settle : settle;
    lookupLag = lookupLag == null ? DEFAULT.lookupLag : lookupLag;
    recount = recount == null ? DEFAULT.recount : recount;
    if (inFlight < 1 || inFlight > IN_FLIGHT_MAX) {
      throw new IllegalArgumentException(
          "in_flight: %d is not within 1 and %d".formatted(inFlight, IN_FLIGHT_MAX));
    }
    if (timeout.isZero()) {
      throw new IllegalArgumentException("timeout: must be above zero");
    }
    if (lease.compareTo(timeout) <= 0) {
      throw new IllegalArgumentException(
          "lease: %s is not longer than timeout %s".formatted(text(lease), text(timeout)));
    }
    if (recount.compareTo(settle) < 0) {
      throw new IllegalArgumentException(
          "recount: %s is shorter than settle %s".formatted(text(recount), text(settle)));
    }
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
