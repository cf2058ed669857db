package io.millrace.sim.enterprise.desk;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a simulated system begins.
 *
 * @param port on loopback; 0 chooses a free one
 * @param folder where its database is; made when missing
 * @param seed of faults and of the index's lag
 * @param tokenLife how long a token is valid
 */
public record DeskSettings(
    int port, Path folder, long seed, String client, String secret, Duration tokenLife) {
  private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

  /** With tokens of five minutes. */
  public DeskSettings(int port, Path folder, long seed, String client, String secret) {
    this(port, folder, seed, client, secret, TOKEN_LIFE);
  }

  @Override
  public String toString() {
    return "DeskSettings[port=%d, folder=%s, seed=%d, client=%s]"
        .formatted(port, folder, seed, client);
  }
}
