package io.millrace.edge.source.modbus;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device that misbehaves as told. Register n holds n; those in {@link #missing} are not there.
 * One thread per connection.
 */
final class Device implements AutoCloseable {
  /** What it does with a request. */
  enum Mood {
    PROPER,
    SILENT,
    GARBAGE,
    OVERSIZED,
    WRONG_TRANSACTION,
    WRONG_UNIT,
    DROP,
    LATE_ONCE
  }

  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger connections = new AtomicInteger();
  final Set<Integer> missing = ConcurrentHashMap.newKeySet();
  volatile Mood mood = Mood.PROPER;

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  Device() throws IOException {
    this(0);
  }

  Device(int port) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : new HashSet<>(sockets)) {
      socket.close();
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "device");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] held = new byte[0];
      while (true) {
        byte[] request = new byte[12];
        in.readFully(request);
        requests.incrementAndGet();
        byte[] answer = answer(request);
        OutputStream out = socket.getOutputStream();
        switch (mood) {
          case PROPER -> {
            out.write(held);
            out.write(answer);
            held = new byte[0];
          }
          case SILENT -> {}
          case LATE_ONCE -> {
            held = answer;
            mood = Mood.PROPER;
          }
          case GARBAGE -> out.write(new byte[] {1, 2, 3, 4, 0, 3, 5, 6, 7});
          case OVERSIZED -> out.write(new byte[] {answer[0], answer[1], 0, 0, 5, 0, 1, 3});
          case WRONG_TRANSACTION -> {
            answer[1]++;
            out.write(answer);
          }
          case WRONG_UNIT -> {
            answer[6]++;
            out.write(answer);
          }
          case DROP -> {
            return;
          }
        }
        out.flush();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private byte[] answer(byte[] request) {
    int start = (request[8] & 0xff) << 8 | (request[9] & 0xff);
    int count = (request[10] & 0xff) << 8 | (request[11] & 0xff);
    for (int i = start; i < start + count; i++) {
      if (missing.contains(i)) {
        return frame(request, new byte[] {(byte) (request[7] | 0x80), 2});
      }
    }
    byte[] body = new byte[2 + 2 * count];
    body[0] = request[7];
    body[1] = (byte) (2 * count);
    for (int i = 0; i < count; i++) {
      body[2 + 2 * i] = (byte) ((start + i) >> 8);
      body[3 + 2 * i] = (byte) (start + i);
    }
    return frame(request, body);
  }

  private static byte[] frame(byte[] request, byte[] body) {
    byte[] frame = new byte[7 + body.length];
    frame[0] = request[0];
    frame[1] = request[1];
    frame[4] = (byte) ((body.length + 1) >> 8);
    frame[5] = (byte) (body.length + 1);
    frame[6] = request[6];
    System.arraycopy(body, 0, frame, 7, body.length);
    return frame;
  }
}
