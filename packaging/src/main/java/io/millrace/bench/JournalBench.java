package io.millrace.bench;

import io.millrace.base.config.ByteSize;
import io.millrace.base.id.Ids;
import io.millrace.base.time.Clock;
import io.millrace.bench.report.Measurement;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalSettings;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.disk.Allocation;
import io.millrace.edge.journal.folder.JournalFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Appending records of 200 bytes to {@code telemetry}, forced every 200 ms, against the same bytes
 * put into a preallocated mapped file and against one write of a file channel for each record. The
 * three take turns; the first round is dropped, the median of the others counts.
 */
final class JournalBench implements Bench {
  private static final int RECORD_BYTES = 200;
  private static final int RECORDS = 500_000;
  private static final int RECORDS_BRIEF = 20_000;
  private static final int ROUNDS = 5;
  private static final int PAYLOADS = 1024;
  private static final double MAPPED_GOAL = 0.20;
  private static final double WRITE_GOAL = 2;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Clock clock = Clock.system();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /** One way of appending; prepares, then the whole loop is timed. */
  private interface Way {
    void append(byte[] payload) throws IOException;
  }

  /** Nanoseconds per record: of the wall, and of the appending thread's processor time. */
  private record Cost(double wall, double processor) {}

  @Override
  public String name() {
    return "journal";
  }

  @Override
  public String jvm() {
    return "agent";
  }

  @Override
  public List<Measurement> run(Scope scope) {
    int records = scope.brief() ? RECORDS_BRIEF : RECORDS;
    byte[][] payloads = payloads(scope.seed());
    List<Cost> journal = new ArrayList<>();
    List<Cost> mapped = new ArrayList<>();
    List<Cost> write = new ArrayList<>();
    try {
      Path folder = Files.createTempDirectory("millrace-bench-journal");
      try {
        for (int round = 0; round <= ROUNDS; round++) {
          journal.add(journal(folder.resolve("journal"), records, payloads));
          mapped.add(mapped(folder.resolve("mapped"), records, payloads));
          write.add(write(folder.resolve("write"), records, payloads));
        }
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      return List.of(
          Measurement.notTried("journal", "append", scope.seed(), String.valueOf(e.getMessage())));
    }
    return List.of(
        against("journal append against FileChannel.write", write, WRITE_GOAL, journal, scope),
        against("journal append against a mapped file", mapped, MAPPED_GOAL, journal, scope));
  }

  private static Measurement against(
      String name, List<Cost> baseline, double goal, List<Cost> journal, Scope scope) {
    Cost of = median(journal);
    Cost than = median(baseline);
    return Measurement.against(
            name, rate(of.wall()), "records/s", rate(than.wall()), goal, scope.seed())
        .with("record_bytes", RECORD_BYTES)
        .with("cpu_ns_per_record", Math.round(of.processor()))
        .with("baseline_cpu_ns_per_record", Math.round(than.processor()))
        .with("cpu_ratio", Math.round(100 * than.processor() / of.processor()) / 100.0)
        .with("rounds", ROUNDS);
  }

  private Cost journal(Path folder, int records, byte[][] payloads) throws IOException {
    JournalSettings shipped = JournalSettings.defaults();
    JournalSettings settings =
        new JournalSettings(
            shipped.segment(),
            shipped.eventsQuota(),
            new ByteSize(shipped.telemetryQuota().bytes()),
            shipped.syncGap(),
            Duration.ofMillis(200),
            Duration.ZERO);
    Cost cost;
    try (RecoveredJournal recovered =
            JournalFolder.recover(folder, settings, clock, Ids.of(clock, new Random()));
        Journal journal = recovered.begin(() -> new byte[0])) {
      JournalStream stream = journal.telemetry();
      cost = time(records, payloads, stream::append);
    }
    delete(folder);
    return cost;
  }

  private Cost mapped(Path file, int records, byte[][] payloads) throws IOException {
    long bytes = (long) records * (RECORD_BYTES + Integer.BYTES);
    Allocation.allocate(file, bytes); // as the journal's own segments are
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
      return time(records, payloads, payload -> map.putInt(payload.length).put(payload));
    } finally {
      Files.delete(file);
    }
  }

  private Cost write(Path file, int records, byte[][] payloads) throws IOException {
    try (FileChannel channel = open(file)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_BYTES + Integer.BYTES);
      return time(
          records,
          payloads,
          payload -> channel.write(buffer.clear().putInt(payload.length).put(payload).flip()));
    } finally {
      Files.delete(file);
    }
  }

  private Cost time(int records, byte[][] payloads, Way way) throws IOException {
    long processor = threads.getCurrentThreadCpuTime();
    long began = clock.nanos();
    for (int i = 0; i < records; i++) {
      way.append(payloads[i % PAYLOADS]);
    }
    double wall = (double) (clock.nanos() - began) / records;
    return new Cost(wall, (double) (threads.getCurrentThreadCpuTime() - processor) / records);
  }

  private static Cost median(List<Cost> rounds) {
    List<Cost> counted = new ArrayList<>(rounds.subList(1, rounds.size()));
    counted.sort(Comparator.comparingDouble(Cost::wall));
    return counted.get(counted.size() / 2);
  }

  private static double rate(double nanos) {
    return NANOS_PER_SECOND / nanos;
  }

  private static byte[][] payloads(long seed) {
    Random random = new Random(seed);
    byte[][] payloads = new byte[PAYLOADS][RECORD_BYTES];
    for (byte[] payload : payloads) {
      random.nextBytes(payload);
    }
    return payloads;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(JournalBench::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
