package io.millrace.edge.identity;

import io.millrace.base.time.Backoff;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When a certificate is renewed, and how often that is tried: parts of its life. Pure. */
record Lifetime(Instant from, Duration life, BigInteger serial) {
  /** The next certificate is asked for after two thirds of the life of the present one. */
  private static final int RENEW_NUMERATOR = 2;

  private static final int RENEW_DENOMINATOR = 3;

  /** And up to a twentieth of the life later, so that many agents do not come at once. */
  private static final int JITTER_PART = 20;

  private static final int JITTER_STEPS = 1_000;

  /** Longest bound of the first wait after a failure. */
  private static final Duration RETRY_FIRST = Duration.ofSeconds(30);

  /** Longest wait between attempts. */
  static final Duration RETRY_MAX = Duration.ofHours(1);

  private static final int RETRY_FIRST_PART = 60;
  private static final int RETRY_PART = 20;

  static Lifetime of(X509Certificate certificate) {
    Instant from = certificate.getNotBefore().toInstant();
    return new Lifetime(
        from,
        Duration.between(from, certificate.getNotAfter().toInstant()),
        certificate.getSerialNumber());
  }

  /** The serial is random and stays, so the same time is told after each start. */
  Instant renewsAt() {
    Duration jitter =
        life.dividedBy(JITTER_PART)
            .multipliedBy(serial.mod(BigInteger.valueOf(JITTER_STEPS)).intValue())
            .dividedBy(JITTER_STEPS);
    return from.plus(life.multipliedBy(RENEW_NUMERATOR).dividedBy(RENEW_DENOMINATOR)).plus(jitter);
  }

  /** A renewed certificate is not renewed again before so long, whatever the clock says. */
  Duration least() {
    return life.dividedBy(RENEW_DENOMINATOR);
  }

  Backoff retries(RandomGenerator random) {
    return new Backoff(smaller(RETRY_FIRST, life.dividedBy(RETRY_FIRST_PART)), retryMax(), random);
  }

  /** Where the relay says no, it is asked again that seldom. */
  Duration retryMax() {
    return smaller(RETRY_MAX, life.dividedBy(RETRY_PART));
  }

  private static Duration smaller(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
