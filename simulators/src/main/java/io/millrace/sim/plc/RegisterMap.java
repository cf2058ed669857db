package io.millrace.sim.plc;

import io.millrace.sim.plant.PressReading;
import io.millrace.sim.plant.PressState;
import io.millrace.sim.plant.ProcessValues;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where a press's values stand, counted from 0.
 *
 * <pre>
 * register 0        good, 16 bits          6        state
 *          1        scrap, 16 bits         7        reset marker
 *          2-3      good, high word first  8        cycle time, ms
 *          4-5      scrap, likewise        10-17    order, ASCII, NUL padded
 *          18       stop reason
 *          30-39    free for writing       100-1099 process values
 * bit      0 stopped, 1 running, 2 in set-up, 3 faulty
 * </pre>
 *
 * Holding and input registers are the same, and so are coils and discrete inputs. Registers 9 and
 * 19 are there and empty; all other addresses are not there.
 */
final class RegisterMap {
  static final int WRITABLE_AT = 30;
  static final int WRITABLE_COUNT = 10;

  private static final int WORD = 16;
  private static final int WORD_MASK = 0xFFFF;
  private static final int FIXED_COUNT = 20;
  private static final int ORDER_AT = 10;
  private static final int ORDER_COUNT = 8;
  private static final int PROCESS_AT = 100;

  private final int[] writable = new int[WRITABLE_COUNT];

  boolean isReadable(int address) {
    return address < FIXED_COUNT
        || isWritable(address)
        || isWithin(address, PROCESS_AT, ProcessValues.COUNT);
  }

  boolean isWritable(int address) {
    return isWithin(address, WRITABLE_AT, WRITABLE_COUNT);
  }

  boolean isBit(int address) {
    return address < PressState.values().length;
  }

  boolean bit(int address, PressReading reading) {
    return reading.state().code() == address;
  }

  void write(int address, int value) {
    writable[address - WRITABLE_AT] = value;
  }

  /** The register's value, 0 to 65,535. */
  int value(int address, PressReading reading) {
    if (address >= PROCESS_AT) {
      return reading.process().value(address - PROCESS_AT);
    }
    if (isWritable(address)) {
      return writable[address - WRITABLE_AT];
    }
    return isWithin(address, ORDER_AT, ORDER_COUNT)
        ? word(reading.order(), address - ORDER_AT)
        : fixed(address, reading);
  }

  private static int fixed(int address, PressReading reading) {
    long value =
        switch (address) {
          case 0, 3 -> reading.good();
          case 1, 5 -> reading.scrap();
          case 2 -> reading.good() >> WORD;
          case 4 -> reading.scrap() >> WORD;
          case 6 -> reading.state().code();
          case 7 -> reading.resetMarker();
          case 8 -> reading.cycleTime().toMillis();
          case 18 -> reading.reason();
          default -> 0;
        };
    return (int) value & WORD_MASK;
  }

  private static int word(String text, int index) {
    byte[] bytes = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), ORDER_COUNT * 2);
    return Byte.toUnsignedInt(bytes[index * 2]) << 8 | Byte.toUnsignedInt(bytes[index * 2 + 1]);
  }

  private static boolean isWithin(int address, int start, int count) {
    return address >= start && address < start + count;
  }
}
