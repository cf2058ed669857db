package io.millrace.edge.identity;

import io.millrace.base.time.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A renewal without an uplink, which a test takes step by step and kills. */
public final class RenewalSide {
  private static final long GLANCE_NANOS = 2_000_000;
  private static final int GLANCES_MAX = 5_000;

  private RenewalSide() {}

  /**
   * Renews the certificate in the folder, as if it were due; the session is whatever the consumer
   * does with the new certificate. Before each change of a file the runnable is run.
   */
  public static void renew(Path folder, Consumer<X509Certificate> session, Runnable step) {
    IdentityFolder stepping = new IdentityFolder(folder).withSteps(step);
    try (Renewal renewal =
        new Renewal(
            stepping,
            new Renewal.Terms("test", "", ""),
            Clock.system(),
            new SecureRandom(),
            () -> {})) {
      renewal.of(stepping.load());
      for (int n = 0; n < GLANCES_MAX && renewal.candidate().isEmpty(); n++) {
        renewal.work(Instant.MAX);
        LockSupport.parkNanos(GLANCE_NANOS);
      }
      session.accept(renewal.candidate().orElseThrow().chain().get(0));
      renewal.takeUp();
    }
  }

  /** The certificate that counts. */
  public static X509Certificate present(Path folder) {
    return new IdentityFolder(folder).load().orElseThrow().chain().get(0);
  }

  /** One that waits. */
  public static Optional<X509Certificate> candidate(Path folder) {
    return new IdentityFolder(folder).candidate().map(identity -> identity.chain().get(0));
  }
}
