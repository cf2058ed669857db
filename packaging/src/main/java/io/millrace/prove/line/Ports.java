package io.millrace.prove.line;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Free ports of loopback for programs that must come back on the same one. Below the range from
 * which systems take ports for outgoing connections, so that none is lost while a program is dead.
 */
public final class Ports {
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;
  private static final int TRIES_MAX = 1_000;

  private final RandomGenerator random;
  private final Set<Integer> given = new HashSet<>();

  /** Looks in random order, so that campaigns side by side seldom meet. */
  public Ports(RandomGenerator random) {
    this.random = random;
  }

  /** One that nobody listens on and that was not given before. */
  public int next() {
    for (int i = 0; i < TRIES_MAX; i++) {
      int port = random.nextInt(FIRST, LAST);
      if (isFree(port) && given.add(port)) {
        return port;
      }
    }
    throw new MillraceException(
        ErrorCode.PROGRAM_FAULT, "no free port between " + FIRST + " and " + LAST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
