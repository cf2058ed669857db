package io.millrace.prove.line;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A Modbus TCP client that reads one fixed block, and is deliberately not that of the agent: the
 * same mistake twice would agree with itself. One thread; blocks at most for the timeout. Source:
 * MODBUS Messaging on TCP/IP 1.0b, section 3; function 3 of the application protocol.
 */
final class PressClient implements AutoCloseable {
  private static final int TIMEOUT_MS = (int) Duration.ofSeconds(2).toMillis();
  private static final int UNIT = 1;
  private static final int READ_HOLDING = 3;
  private static final int REGISTERS = 18;
  private static final int HEADER_BYTES = 7;
  private static final int ANSWER_BYTES = HEADER_BYTES + 2 + 2 * REGISTERS;
  private static final int GOOD = 0;
  private static final int SCRAP = 1;
  private static final int MARKER = 7;
  private static final int ORDER = 10;
  private static final int ORDER_BYTES = 16;

  private final Socket socket = new Socket();
  private int transaction;

  PressClient(int port) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
  }

  /** One image of registers 0 to 17, read by the device in one step. */
  RegisterImage read() throws IOException {
    transaction = (transaction + 1) & 0xFFFF;
    ByteBuffer request = ByteBuffer.allocate(HEADER_BYTES + 5);
    request.putShort((short) transaction).putShort((short) 0).putShort((short) 6);
    request.put((byte) UNIT).put((byte) READ_HOLDING).putShort((short) 0);
    request.putShort((short) REGISTERS);
    socket.getOutputStream().write(request.array());
    byte[] answer = new byte[ANSWER_BYTES];
    new DataInputStream(socket.getInputStream()).readFully(answer);
    ByteBuffer words = ByteBuffer.wrap(answer);
    if ((words.getShort(0) & 0xFFFF) != transaction || answer[HEADER_BYTES] != READ_HOLDING) {
      throw new IOException("answer to another question, function " + answer[HEADER_BYTES]);
    }
    return image(words.slice(HEADER_BYTES + 2, 2 * REGISTERS), answer);
  }

  private static RegisterImage image(ByteBuffer words, byte[] answer) {
    String order =
        new String(answer, HEADER_BYTES + 2 + 2 * ORDER, ORDER_BYTES, StandardCharsets.US_ASCII);
    return new RegisterImage(
        word(words, GOOD), word(words, SCRAP), word(words, MARKER), order.replace("\0", ""));
  }

  private static int word(ByteBuffer words, int register) {
    return words.getShort(2 * register) & 0xFFFF;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
