package io.millrace.edge.source.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.digitalpetri.modbus.server.ModbusTcpServer;
import com.digitalpetri.modbus.server.ProcessImage;
import com.digitalpetri.modbus.server.ReadWriteModbusServices;
import com.digitalpetri.modbus.tcp.server.NettyTcpServerTransport;
import com.ghgande.j2mod.modbus.ModbusException;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalIn;
import com.ghgande.j2mod.modbus.procimg.SimpleDigitalOut;
import com.ghgande.j2mod.modbus.procimg.SimpleInputRegister;
import com.ghgande.j2mod.modbus.procimg.SimpleProcessImage;
import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import com.ghgande.j2mod.modbus.slave.ModbusSlave;
import com.ghgande.j2mod.modbus.slave.ModbusSlaveFactory;
import io.millrace.base.config.Rate;
import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.Collected;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceHealth;
import io.millrace.edge.source.TagType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers of two other makes give the right values of all types, also through a disconnect. */
class ForeignServersIT {
  private static final int REGISTERS = 60;
  private static final int BITS = 16;

  private final byte[] memory = memory();
  private final ModbusSources sources =
      new ModbusSources(Clock.system(), RandomGenerator.getDefault());
  private final Collected collected = new Collected();
  private final int port = freePort();

  ForeignServersIT() throws IOException {}

  @AfterEach
  void end() {
    sources.close();
  }

  @Test
  void j2modIsReadThroughADisconnect() throws Exception {
    readThroughADisconnect(new J2mod());
  }

  @Test
  void digitalpetriIsReadThroughADisconnect() throws Exception {
    readThroughADisconnect(new Digitalpetri());
  }

  private void readThroughADisconnect(Server server) throws Exception {
    server.start();
    try (Source source = sources.open(settings(), List.of())) {
      source.start(collected);
      assertValues(collected.next(ForeignServersIT::isComplete));

      server.stop();
      await().atMost(Collected.LIMIT).until(() -> !collected.losses.isEmpty());
      server.start();

      assertValues(collected.next(ForeignServersIT::isComplete));
      await()
          .atMost(Collected.LIMIT)
          .until(() -> source.health().state() == SourceHealth.State.ACTIVE);
      assertThat(source.health().reconnects()).isPositive();
      assertThat(sources.readOnce(settings(), "order").get(0).reading().value())
          .isEqualTo(new Value.Text("PO-1-001"));
    } finally {
      server.stop();
    }
  }

  /** A server that is just coming up may refuse some addresses at first. */
  private static boolean isComplete(Scan scan) {
    return scan.readings().stream().allMatch(reading -> reading.value() != null);
  }

  private static void assertValues(Scan scan) {
    Map<String, Value> expected = new LinkedHashMap<>();
    expected.put("u16", new Value.Whole(65_535));
    expected.put("i16", new Value.Whole(-2));
    expected.put("u32", new Value.Whole(4_294_967_295L));
    expected.put("i32", new Value.Whole(-70_000));
    expected.put("u64", new Value.Whole(1L << 40));
    expected.put("i64", new Value.Whole(-(1L << 40)));
    expected.put("f32", new Value.Real(1.5));
    expected.put("f64", new Value.Real(-2.25));
    expected.put("order", new Value.Text("PO-1-001"));
    expected.put("low", new Value.Whole(70_000));
    expected.put("input", new Value.Whole(65_535));
    expected.put("coil", new Value.Truth(true));
    expected.put("coil-off", new Value.Truth(false));
    expected.put("discrete", new Value.Truth(true));
    expected.forEach(
        (tag, value) ->
            assertThat(Optional.ofNullable(Collected.value(scan, tag))).as(tag).contains(value));
  }

  private ModbusSourceSettings settings() {
    Map<String, ModbusTag> tags = new LinkedHashMap<>();
    tags.put("u16", ModbusTag.holding(0, TagType.UINT16));
    tags.put("i16", ModbusTag.holding(1, TagType.INT16));
    tags.put("u32", ModbusTag.holding(2, TagType.UINT32));
    tags.put("i32", ModbusTag.holding(4, TagType.INT32));
    tags.put("u64", ModbusTag.holding(6, TagType.UINT64));
    tags.put("i64", ModbusTag.holding(10, TagType.INT64));
    tags.put("f32", ModbusTag.holding(14, TagType.FLOAT32));
    tags.put("f64", ModbusTag.holding(16, TagType.FLOAT64));
    tags.put("order", ModbusTag.text(20, 16));
    tags.put("low", new ModbusTag(null, null, 28, null, TagType.UINT32, null, WordOrder.LOW_FIRST));
    tags.put("input", new ModbusTag(null, null, null, 0, TagType.UINT16, null, null));
    tags.put("coil", new ModbusTag(9, null, null, null, null, null, null));
    tags.put("coil-off", new ModbusTag(8, null, null, null, null, null, null));
    tags.put("discrete", new ModbusTag(null, 3, null, null, null, null, null));
    return new ModbusSourceSettings(
        "foreign",
        new ModbusSettings("127.0.0.1", port, 1),
        Duration.ofMillis(50),
        Duration.ofSeconds(1),
        8,
        new Rate(500, Duration.ofSeconds(1)),
        tags);
  }

  private static byte[] memory() {
    ByteBuffer memory = ByteBuffer.allocate(2 * REGISTERS);
    memory.putShort((short) 65_535).putShort((short) -2).putInt(-1).putInt(-70_000);
    memory.putLong(1L << 40).putLong(-(1L << 40)).putFloat(1.5f).putDouble(-2.25);
    memory.put("PO-1-001".getBytes(StandardCharsets.US_ASCII)).position(56);
    memory.putShort((short) (70_000 & 0xffff)).putShort((short) (70_000 >> 16));
    return memory.array();
  }

  private static boolean bit(int at) {
    return at == 9 || at == 3;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A Modbus TCP server with that memory; can be stopped and started again on its port. */
  private interface Server {
    void start() throws Exception;

    void stop() throws Exception;
  }

  private final class J2mod implements Server {
    private @Nullable ModbusSlave slave;

    @Override
    public void start() throws ModbusException, IOException {
      SimpleProcessImage image = new SimpleProcessImage(1);
      for (int i = 0; i < REGISTERS; i++) {
        image.addRegister(new SimpleRegister(memory[2 * i], memory[2 * i + 1]));
        image.addInputRegister(new SimpleInputRegister(memory[2 * i], memory[2 * i + 1]));
      }
      for (int i = 0; i < BITS; i++) {
        image.addDigitalOut(new SimpleDigitalOut(bit(i)));
        image.addDigitalIn(new SimpleDigitalIn(bit(i)));
      }
      ModbusSlave opened =
          ModbusSlaveFactory.createTCPSlave(InetAddress.getLoopbackAddress(), port, 2, false);
      opened.addProcessImage(1, image);
      opened.open();
      slave = opened;
    }

    @Override
    public void stop() {
      if (slave != null) {
        ModbusSlaveFactory.close(slave);
        slave = null;
      }
    }
  }

  private final class Digitalpetri implements Server {
    private @Nullable ModbusTcpServer server;

    @Override
    public void start() throws ExecutionException, InterruptedException {
      ProcessImage image = new ProcessImage();
      image.with(
          transaction -> {
            transaction.writeHoldingRegisters(this::fill);
            transaction.writeInputRegisters(this::fill);
            transaction.writeCoils(this::fillBits);
            transaction.writeDiscreteInputs(this::fillBits);
          });
      ModbusTcpServer made =
          ModbusTcpServer.create(
              NettyTcpServerTransport.create(
                  config -> config.setBindAddress("127.0.0.1").setPort(port)),
              new ReadWriteModbusServices() {
                @Override
                protected Optional<ProcessImage> getProcessImage(int unit) {
                  return Optional.of(image);
                }
              });
      made.start();
      server = made;
    }

    private void fill(Map<Integer, byte[]> registers) {
      for (int i = 0; i < REGISTERS; i++) {
        registers.put(i, new byte[] {memory[2 * i], memory[2 * i + 1]});
      }
    }

    private void fillBits(Map<Integer, Boolean> bits) {
      for (int i = 0; i < BITS; i++) {
        bits.put(i, bit(i));
      }
    }

    @Override
    public void stop() throws ExecutionException, InterruptedException {
      if (server != null) {
        server.stop();
        server = null;
      }
    }
  }
}
