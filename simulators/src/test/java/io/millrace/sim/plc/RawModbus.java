package io.millrace.sim.plc;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A Modbus TCP client by hand: frames as bytes, nothing shared with the server. One thread. */
final class RawModbus implements AutoCloseable {
  private static final int TIMEOUT_MS = 5_000;

  private final Socket socket;
  private final DataInputStream in;

  RawModbus(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    this.in = new DataInputStream(socket.getInputStream());
  }

  /** Sends bytes given as hexadecimal digits. */
  RawModbus send(String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    return this;
  }

  /** The next so many bytes as hexadecimal digits. EOFException when the server has closed. */
  String receive(int bytes) throws IOException {
    return HexFormat.of().formatHex(in.readNBytes(bytes));
  }

  /** The next byte; -1 when the server has closed. SocketTimeoutException after that time. */
  int next(int timeoutMs) throws IOException {
    socket.setSoTimeout(timeoutMs);
    return in.read();
  }

  /** Holding registers by function 3, each 0 to 65,535. */
  int[] registers(int start, int count) throws IOException {
    ByteBuffer request = ByteBuffer.allocate(12);
    request.putShort((short) 99).putShort((short) 0).putShort((short) 6);
    request.put((byte) 1).put((byte) 3).putShort((short) start).putShort((short) count);
    socket.getOutputStream().write(request.array());
    in.skipNBytes(7);
    if (in.readUnsignedByte() != 3 || in.readUnsignedByte() != count * 2) {
      throw new IOException("not the answer to a read of " + count);
    }
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.readUnsignedShort();
    }
    return values;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
