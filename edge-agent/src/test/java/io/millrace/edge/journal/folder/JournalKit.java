package io.millrace.edge.journal.folder;

import io.millrace.base.config.ByteSize;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.Worker;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalSettings;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.Salvage;
import io.millrace.edge.journal.stream.Workers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * What the journal's tests share: small segments, records that can be checked, maintenance by hand.
 */
final class JournalKit {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private JournalKit() {}

  /** 64 KiB segments; forces whenever the maintenance looks. */
  static JournalSettings small() {
    return settings(64 << 10, 64L << 20);
  }

  static JournalSettings settings(long segment, long quota) {
    return new JournalSettings(
        new ByteSize(segment),
        new ByteSize(quota),
        new ByteSize(quota),
        Duration.ZERO,
        Duration.ZERO,
        Duration.ZERO);
  }

  static Ids ids(long seed) {
    return Ids.of(Clock.system(), new Random(seed));
  }

  static RecoveredJournal recover(Path folder, JournalSettings settings) {
    return JournalFolder.recover(folder, settings, Clock.system(), ids(1));
  }

  static Journal open(Path folder, JournalSettings settings) {
    try (RecoveredJournal recovered = recover(folder, settings)) {
      return recovered.begin(() -> text("checkpoint"));
    }
  }

  static RecoveredJournal recover(
      Path folder, JournalSettings settings, Disk disk, Workers workers) {
    return new JournalFolder(folder, settings, Clock.system(), ids(1), disk, workers, Salvage.COPY)
        .recover();
  }

  /** A record that tells which one it is: sequence, then bytes that follow from it. */
  static byte[] record(long sequence, int bytes) {
    byte[] payload = new byte[Math.max(Long.BYTES, bytes)];
    new Random(sequence).nextBytes(payload);
    ByteBuffer.wrap(payload).putLong(sequence);
    return payload;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<JournalItem> drain(JournalReader reader) {
    List<JournalItem> items = new ArrayList<>();
    for (JournalItem item = reader.poll(); item != null; item = reader.poll()) {
      items.add(item);
    }
    return items;
  }

  static void await(BooleanSupplier condition) {
    org.awaitility.Awaitility.await().atMost(PATIENCE).until(condition::getAsBoolean);
  }

  /** Holds the maintenance so that a test works it by hand. */
  static final class ByHand implements Workers {
    private final List<Worker> workers = new ArrayList<>();

    @Override
    public Running start(Worker worker, Duration idle) {
      workers.add(worker);
      return new Held(worker);
    }

    void work() {
      workers.forEach(Worker::work);
    }

    private record Held(Worker worker) implements Running {
      @Override
      public void wake() {}

      @Override
      public void close() {
        worker.close();
      }
    }
  }
}
