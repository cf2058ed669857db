package io.millrace.prove.rogue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** Sends bytes that mean nothing to a port of loopback. Blocks at most for the timeout. */
public final class RawPeer {
  private static final int TIMEOUT_MS = (int) Duration.ofSeconds(15).toMillis();

  private RawPeer() {}

  /** Whether the other side closed the connection over them, rather than waiting for more. */
  public static boolean isClosedAfter(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      try {
        socket.getOutputStream().write(bytes);
        return drain(socket.getInputStream());
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        // reset by the other side, which is a way to close
        return true;
      }
    }
  }

  private static boolean drain(InputStream answer) throws IOException {
    byte[] ignored = new byte[1024];
    int read = 0;
    while (read >= 0) {
      read = answer.read(ignored);
    }
    return true;
  }
}
