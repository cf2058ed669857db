package io.millrace.wire;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a port on loopback whose connections stand still for a while before anything passes. */
final class SlowDoor implements AutoCloseable {
  private final ServerSocket door;
  private final int behind;
  private final Duration held;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  SlowDoor(int behind, Duration held) throws IOException {
    this.behind = behind;
    this.held = held;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (Socket each : sockets) {
      each.close();
    }
  }

  private void accept() throws IOException {
    while (!door.isClosed()) {
      Socket guest = door.accept();
      sockets.add(guest);
      daemon(() -> let(guest));
    }
  }

  private void let(Socket guest) throws IOException {
    await().pollDelay(held).atMost(held.multipliedBy(10)).until(() -> true);
    Socket host = new Socket(InetAddress.getLoopbackAddress(), behind);
    sockets.add(host);
    daemon(() -> host.getInputStream().transferTo(guest.getOutputStream()));
    guest.getInputStream().transferTo(host.getOutputStream());
  }

  private static void daemon(Passage passage) {
    Thread thread =
        new Thread(
            () -> {
              try {
                passage.run();
              } catch (IOException e) {
                // closed
              }
            },
            "slow-door");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Passage {
    void run() throws IOException;
  }
}
