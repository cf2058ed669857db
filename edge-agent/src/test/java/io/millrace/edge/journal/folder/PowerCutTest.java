package io.millrace.edge.journal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalItem.Entry;
import io.millrace.edge.journal.JournalItem.Hole;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalSettings;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.Salvage;
import io.millrace.edge.journal.stream.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was durable before a power cut is there after it, whatever order pages were written in. */
class PowerCutTest {
  private static final int SEEDS = 20;
  private static final int CUTS = 2;
  private static final int NEW_RECORDS = 100;

  @TempDir Path folder;

  /** Sequences that were never durable and already declared lost, by stream. */
  private final Map<StreamName, Set<Long>> declared = new EnumMap<>(StreamName.class);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noDurableRecordIsLostAndNewOnesAreReadable(long seed) throws IOException {
    assertThat(attack(seed, Salvage.COPY)).as("seed " + seed).isZero();
  }

  @Test
  void withoutSalvageRecordsAreLost() throws IOException {
    long lost = 0;
    for (long seed = 1; seed <= SEEDS && lost == 0; seed++) {
      lost += attack(seed, (number, file, kept, disk) -> {});
    }

    assertThat(lost).as("durable records lost when nothing is salvaged").isPositive();
  }

  /** Runs, cuts and recovers; returns how many durable or new records could not be read. */
  private long attack(long seed, Salvage salvage) throws IOException {
    Random random = new Random(seed);
    Path journal = Files.createDirectories(folder.resolve(seed + "-0"));
    declared.put(StreamName.EVENTS, new HashSet<>());
    declared.put(StreamName.TELEMETRY, new HashSet<>());
    long lost = 0;
    for (int round = 1; round <= CUTS; round++) {
      Path after = folder.resolve(seed + "-" + round);
      Durable durable = runUntilCut(journal, after, random, salvage);
      lost += recoverAndCheck(after, durable, salvage);
      journal = after;
    }
    return lost;
  }

  /** How far each stream was durable when the power went. */
  private record Durable(long events, long telemetry) {}

  private static Durable runUntilCut(Path journal, Path after, Random random, Salvage salvage)
      throws IOException {
    PowerCut disk = new PowerCut();
    JournalKit.ByHand hands = new JournalKit.ByHand();
    long[] state = {0};
    try (RecoveredJournal recovered = open(journal, disk, hands, salvage);
        Journal running = recovered.begin(() -> longBytes(state[0]))) {
      state[0] = running.events().appended();
      int records = 200 + random.nextInt(1000);
      for (int i = 0; i < records; i++) {
        state[0] = append(running.events(), random);
        if (random.nextInt(3) == 0) {
          append(running.telemetry(), random);
        }
        if (random.nextInt(120) == 0) {
          hands.work();
        }
      }
      disk.cut(journal, after, random);
      return new Durable(running.events().durable(), running.telemetry().durable());
    }
  }

  private long recoverAndCheck(Path journal, Durable durable, Salvage salvage) throws IOException {
    JournalKit.ByHand hands = new JournalKit.ByHand();
    long lost = 0;
    try (RecoveredJournal recovered = open(journal, new Disk(), hands, salvage)) {
      if (salvage == Salvage.COPY) {
        replayBeginsBehindTheCheckpoint(recovered);
      }
      long[] state = {recovered.lastEpoch(StreamName.EVENTS).orElseThrow().last()};
      try (Journal running = recovered.begin(() -> longBytes(state[0]))) {
        for (JournalStream stream : List.of(running.events(), running.telemetry())) {
          long until = stream.name() == StreamName.EVENTS ? durable.events() : durable.telemetry();
          long from = stream.appended() + 1;
          for (int i = 0; i < NEW_RECORDS; i++) {
            long sequence = stream.append(JournalKit.record(from + i, 100));
            state[0] = stream.name() == StreamName.EVENTS ? sequence : state[0];
          }
          hands.work();
          assertThat(stream.durable()).isEqualTo(from + NEW_RECORDS - 1);
          lost += unreadable(stream, until, from);
        }
      }
    }
    return lost;
  }

  /** Counts what is missing of 1..until and from..durable; what is read must be right. */
  private long unreadable(JournalStream stream, long until, long from) {
    Set<Long> known = Objects.requireNonNull(declared.get(stream.name()));
    Set<Long> missing = new HashSet<>();
    LongStream.rangeClosed(from, until).forEach(missing::add);
    try (JournalReader reader = stream.reader(1)) {
      long next = 1;
      for (JournalItem item : JournalKit.drain(reader)) {
        if (item instanceof Hole hole) {
          assertThat(hole.first()).isEqualTo(next);
          next = hole.last() + 1;
          LongStream.rangeClosed(hole.first(), hole.last()).forEach(missing::add);
        } else if (item instanceof Entry entry) {
          assertThat(entry.sequence()).isEqualTo(next++);
          byte[] payload = entry.payload();
          assertThat(payload).isEqualTo(JournalKit.record(entry.sequence(), payload.length));
        }
      }
      assertThat(next).isEqualTo(stream.durable() + 1);
    }
    missing.removeAll(known);
    known.addAll(missing);
    return missing.stream().filter(sequence -> sequence <= until || sequence >= from).count();
  }

  private static void replayBeginsBehindTheCheckpoint(RecoveredJournal recovered) {
    List<Long> replayed = new ArrayList<>();
    recovered.replay(payload -> replayed.add(ByteBuffer.wrap(payload).getLong()));
    byte[] checkpoint = recovered.checkpoint();
    long state = checkpoint.length == 0 ? 0 : ByteBuffer.wrap(checkpoint).getLong();
    assertThat(replayed).isSorted().allMatch(sequence -> sequence > state);
    if (!replayed.isEmpty() && recovered.holes(StreamName.EVENTS).isEmpty()) {
      assertThat(replayed.get(0)).isEqualTo(state + 1);
    }
  }

  private static long append(JournalStream stream, Random random) {
    int bytes = 20 + random.nextInt(600);
    return stream.append(JournalKit.record(stream.appended() + 1, bytes));
  }

  private static RecoveredJournal open(Path journal, Disk disk, Workers workers, Salvage salvage) {
    JournalSettings small = JournalKit.small();
    JournalSettings keeping =
        new JournalSettings(
            small.segment(),
            small.eventsQuota(),
            small.telemetryQuota(),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofHours(1));
    return new JournalFolder(
            journal, keeping, Clock.system(), JournalKit.ids(7), disk, workers, salvage)
        .recover();
  }

  private static byte[] longBytes(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
