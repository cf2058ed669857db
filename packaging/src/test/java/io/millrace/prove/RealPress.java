package io.millrace.prove;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.server.ReadWriteModbusServices;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A press whose controller speaks Modbus by somebody else's code. Eighteen holding registers. */
interface RealPress {
  int REGISTERS = 18;

  /** Sets one register. */
  void set(int register, int value);

  /** Listens on the port of loopback from now on. */
  void connect() throws Exception;

  /** Closes the port and every connection. */
  void disconnect() throws Exception;

  /** Good, scrap, state RUNNING, and the order as text. */
  default void show(int good, int scrap, String order) {
    set(0, good);
    set(1, scrap);
    set(6, 1);
    byte[] text = Arrays.copyOf(order.getBytes(StandardCharsets.US_ASCII), 16);
    for (int i = 0; i < 8; i++) {
      set(10 + i, (text[2 * i] & 0xFF) << 8 | (text[2 * i + 1] & 0xFF));
    }
  }

  /** By j2mod. */
  final class J2mod implements RealPress {
    private final int port;
    private final SimpleProcessImage image = new SimpleProcessImage(1);
    private @Nullable ModbusSlave slave;

    J2mod(int port) {
      this.port = port;
      for (int i = 0; i < REGISTERS; i++) {
        image.addRegister(new SimpleRegister(0));
      }
    }

    @Override
    public void set(int register, int value) {
      image.getRegister(register).setValue(value);
    }

    @Override
    public void connect() throws Exception {
      ModbusSlave opened =
          ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 3, false);
      opened.addProcessImage(1, image);
      opened.open();
      slave = opened;
    }

    @Override
    public void disconnect() {
      ModbusSlaveFactory.close(Objects.requireNonNull(slave));
    }
  }

  /** By digitalpetri's modbus-tcp. */
  final class DigitalPetri implements RealPress {
    private final int port;
    private final com.digitalpetri.modbus.server.ProcessImage image =
        new com.digitalpetri.modbus.server.ProcessImage();
    private @Nullable ModbusTcpServer server;

    DigitalPetri(int port) {
      this.port = port;
      for (int i = 0; i < REGISTERS; i++) {
        set(i, 0);
      }
    }

    @Override
    public void set(int register, int value) {
      image.with(
          transaction ->
              transaction.writeHoldingRegisters(
                  all -> all.put(register, new byte[] {(byte) (value >> 8), (byte) value})));
    }

    @Override
    public void connect() throws ExecutionException, InterruptedException {
      ModbusTcpServer started =
          ModbusTcpServer.create(
              NettyTcpServerTransport.create(
                  config -> config.setBindAddress("127.0.0.1").setPort(port)),
              new ReadWriteModbusServices() {
                @Override
                protected Optional<com.digitalpetri.modbus.server.ProcessImage> getProcessImage(
                    int unit) {
                  return unit == 1 ? Optional.of(image) : Optional.empty();
                }
              });
      started.start();
      server = started;
    }

    @Override
    public void disconnect() throws ExecutionException, InterruptedException {
      Objects.requireNonNull(server).stop();
    }
  }
}
