package io.millrace.prove.line;

import io.millrace.base.worker.Worker;
import io.millrace.base.worker.WorkerRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches the registers of all presses, a thread each. Any thread asks. */
public final class Registers implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(50);

  private final Map<String, Watch> watches = new TreeMap<>();
  private final List<WorkerRunner> runners;

  /** Ports by the name of the press; begins at once, from what the registers show now. */
  public Registers(Map<String, Integer> ports) {
    ports.forEach((press, port) -> watches.put(press, new Watch(press, port)));
    this.runners = watches.values().stream().map(w -> WorkerRunner.start(w, PERIOD)).toList();
  }

  /** Names of the presses. */
  public List<String> presses() {
    return List.copyOf(watches.keySet());
  }

  /** Whether each press was read at least once. */
  public boolean areSeen() {
    return watches.values().stream().allMatch(watch -> watch.seen.images > 0);
  }

  /** All that was counted since the beginning. */
  public Ledger ledger() {
    Ledger sum = Ledger.EMPTY;
    for (Watch watch : watches.values()) {
      sum = sum.plus(watch.seen.ledger.pieces());
    }
    return sum;
  }

  /** Present order of a press. */
  public String order(String press) {
    Watch watch = watches.get(press);
    return watch == null ? "" : watch.seen.order;
  }

  /** Turns over the end of a 16-bit register, of all presses. */
  public int wraps() {
    return watches.values().stream().mapToInt(watch -> watch.seen.wraps).sum();
  }

  /** Resets of all presses. */
  public int resets() {
    return watches.values().stream().mapToInt(watch -> watch.seen.resets).sum();
  }

  /** Order changes of all presses. */
  public int orderChanges() {
    return watches.values().stream().mapToInt(watch -> watch.seen.orderChanges).sum();
  }

  /** Images read of all presses; grows. */
  public long images() {
    return watches.values().stream().mapToLong(watch -> watch.seen.images).sum();
  }

  @Override
  public void close() {
    runners.forEach(WorkerRunner::close);
  }

  /** What was seen of one press up to some image. */
  private record Seen(
      Ledger ledger, String order, int wraps, int resets, int orderChanges, long images) {}

  /** Reads one press. */
  private static final class Watch implements Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Registers.class);

    private final String press;
    private final int port;
    private final RegisterCount count;
    private volatile Seen seen = new Seen(Ledger.EMPTY, "", 0, 0, 0, 0);
    private @Nullable PressClient client;

    Watch(String press, int port) {
      this.press = press;
      this.port = port;
      this.count = new RegisterCount(press);
    }

    @Override
    public int work() {
      try {
        if (client == null) {
          client = new PressClient(port);
        }
        count.see(client.read());
        seen =
            new Seen(
                count.ledger(),
                count.order(),
                count.wraps(),
                count.resets(),
                count.orderChanges(),
                seen.images + 1);
      } catch (IOException e) {
        LOG.atWarn()
            .addKeyValue("source", press)
            .addKeyValue("reason", e)
            .log("press does not answer");
        close();
      }
      return 0;
    }

    @Override
    public String name() {
      return "registers-" + press;
    }

    @Override
    public void close() {
      try {
        if (client != null) {
          client.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        client = null;
      }
    }
  }
}
