package io.millrace.edge.journal.stream;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.StreamSettings;
import io.millrace.edge.journal.disk.Catalogue;
import io.millrace.edge.journal.disk.Cursor;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.Envelope;
import io.millrace.edge.journal.disk.Quarantine;
import io.millrace.edge.journal.disk.RecordScan;
import io.millrace.edge.journal.disk.Salvage;
import io.millrace.edge.journal.disk.Segment;
import io.millrace.edge.journal.disk.SegmentName;
import io.millrace.edge.journal.disk.StartFile;
import io.millrace.edge.journal.disk.StartRecord;
import io.millrace.edge.journal.disk.StreamFolder;
import io.millrace.edge.journal.disk.Survey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a stream whole before Chronicle opens it. Segments left in Chronicle's folder are read
 * completely, by file and not by mapping; whole ones are forced, cut to their length and kept,
 * damaged ones go to quarantine after what is valid in them was written anew. What is already kept
 * is known whole and only its head is read. One thread; blocks; may be broken off and repeated.
 */
public final class StreamRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(StreamRecovery.class);

  private final StreamFolder folder;
  private final StreamSettings settings;
  private final Disk disk;
  private final Clock clock;
  private final Quarantine quarantine;
  private final Salvage salvage;
  private final List<Headed> found = new ArrayList<>();

  /** Present when the newest run's first segment may be missing or headless. */
  private Optional<StartFile> newest = Optional.empty();

  /** A kept segment, whose head may not be readable. */
  private record Headed(SegmentName name, Path file, @Nullable StartRecord start, Instant since) {}

  public StreamRecovery(
      StreamFolder folder, StreamSettings settings, Disk disk, Clock clock, Salvage salvage) {
    this.folder = folder;
    this.settings = settings;
    this.disk = disk;
    this.clock = clock;
    this.salvage = salvage;
    this.quarantine = new Quarantine(folder.quarantine(), settings.quarantineBytes(), disk);
  }

  public RecoveredStream recover() throws IOException {
    folder.create();
    Cursor cursor = Cursor.open(folder.cursor());
    HoleLedger ledger = HoleLedger.open(folder.holes(), disk);
    newest = StartFile.read(folder.start());
    clean();
    keepOrSalvage();
    readKept();
    List<Segment> segments = segments();
    Optional<StartRecord> lastRun = lastRun(segments);
    long last = cursor.sequence();
    for (Segment segment : segments) {
      last = Math.max(last, segment.last());
    }
    for (Lost lost : ledger.entries()) {
      last = Math.max(last, lost.last());
    }
    RecoveredStream recovered =
        new RecoveredStream(
            folder,
            settings,
            disk,
            clock,
            new Catalogue(segments),
            ledger,
            quarantine,
            cursor,
            lastRun,
            last,
            lastNumber(segments));
    declareHoles(recovered);
    return recovered;
  }

  /** What an interrupted run left that is no segment. */
  private void clean() throws IOException {
    for (Path file : Disk.list(folder.root())) {
      String name = file.getFileName().toString();
      if (name.startsWith("spare-") || name.endsWith(".next")) {
        Files.delete(file);
      }
    }
    for (Path file : Disk.list(folder.kept())) {
      if (SegmentName.kept(file.getFileName().toString()).isEmpty()) {
        Files.delete(file);
      }
    }
    for (Path file : Disk.list(folder.queue())) {
      if (SegmentName.queueNumber(file.getFileName().toString()).isEmpty()) {
        Files.delete(file);
      }
    }
  }

  private void keepOrSalvage() throws IOException {
    TreeMap<Integer, Path> left = new TreeMap<>();
    for (Path file : Disk.list(folder.queue())) {
      SegmentName.queueNumber(file.getFileName().toString())
          .ifPresent(number -> left.put(number, file));
    }
    for (var entry : left.entrySet()) {
      keepOrSalvage(entry.getKey(), entry.getValue());
    }
    if (!left.isEmpty()) {
      disk.forceFolder(folder.kept());
      disk.forceFolder(folder.queue());
    }
  }

  private void keepOrSalvage(int number, Path file) throws IOException {
    Survey survey = Survey.of(file, scan -> {});
    if (survey.first() < 0) {
      Files.delete(file); // taken, but nothing was written
      return;
    }
    if (!survey.damaged()) {
      keep(number, file, survey);
      return;
    }
    LOG.atWarn()
        .addKeyValue("stream", settings.name().text())
        .addKeyValue("sequence", survey.first())
        .addKeyValue("code", ErrorCode.JOURNAL_DAMAGED)
        .addKeyValue("hint", ErrorCode.JOURNAL_DAMAGED.hint())
        .log("damaged segment put in quarantine");
    salvage.salvage(number, file, folder.kept(), disk);
    quarantine.take(file, clock.now());
  }

  private void keep(int number, Path file, Survey survey) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (channel.size() > survey.end()) {
        channel.truncate(survey.end());
      }
      disk.force(file, channel, true);
    }
    List<Survey.Piece> pieces = survey.pieces();
    long last = pieces.isEmpty() ? survey.first() - 1 : pieces.get(0).last();
    SegmentName name = new SegmentName(number, survey.first(), last);
    disk.rename(file, folder.kept().resolve(name.kept()));
  }

  private void readKept() throws IOException {
    for (Path file : Disk.list(folder.kept())) {
      SegmentName name = SegmentName.kept(file.getFileName().toString()).orElseThrow();
      Instant since = Files.getLastModifiedTime(file).toInstant();
      found.add(new Headed(name, file, head(file), since));
    }
    found.sort(Comparator.comparingInt((Headed each) -> each.name().number()));
  }

  private @Nullable StartRecord head(Path file) throws IOException {
    try (RecordScan scan = new RecordScan(file)) {
      boolean readable =
          scan.next() == RecordScan.Step.RECORD
              && scan.type() == Envelope.START
              && scan.length() == StartRecord.BYTES;
      return readable ? StartRecord.decode(scan.payload()) : null;
    }
  }

  /** Newest first, because what a later segment holds again an earlier one held in doubt. */
  private List<Segment> segments() throws IOException {
    List<Segment> segments = new ArrayList<>();
    long bound = Long.MAX_VALUE;
    @Nullable StartRecord after = null;
    for (int i = found.size() - 1; i >= 0; i--) {
      Headed each = found.get(i);
      SegmentName name = each.name();
      long last = Math.min(name.last(), Math.max(bound - 1, name.first() - 1));
      if (last < name.first() && name.last() >= name.first()) {
        Files.deleteIfExists(each.file());
        continue;
      }
      StartRecord start = each.start() != null ? each.start() : inferred(i, after);
      long bytes = Files.size(each.file());
      segments.add(
          new Segment(name.number(), name.first(), last, start, each.file(), bytes, each.since()));
      if (last >= name.first()) {
        bound = Math.min(bound, name.first());
      }
      after = start;
    }
    return segments;
  }

  /** The run of a headless segment, from the start file or its neighbours. */
  private StartRecord inferred(int index, @Nullable StartRecord after) {
    SegmentName name = found.get(index).name();
    if (newest.isPresent() && name.number() >= newest.get().number()) {
      return newest.get().start();
    }
    if (after != null && after.first() <= name.first()) {
      return after;
    }
    for (int i = index - 1; i >= 0; i--) {
      StartRecord before = found.get(i).start();
      if (before != null && (after == null || before.epoch().equals(after.predecessor()))) {
        return before;
      }
    }
    String epoch = after == null ? "" : after.predecessor();
    return new StartRecord(epoch, "", 0, name.first());
  }

  private Optional<StartRecord> lastRun(List<Segment> segments) {
    Optional<StartRecord> headed =
        segments.stream().max(Comparator.comparingInt(Segment::number)).map(Segment::start);
    return newest.map(StartFile::start).or(() -> headed);
  }

  private int lastNumber(List<Segment> segments) {
    int highest = newest.map(StartFile::number).orElse(0);
    for (Segment segment : segments) {
      highest = Math.max(highest, segment.number());
    }
    return highest;
  }

  private void declareHoles(RecoveredStream stream) throws IOException {
    long next = stream.cursor().sequence() + 1;
    for (Segment segment : stream.catalogue().segments()) {
      if (!segment.isEmpty()) {
        declare(stream, next, segment.first() - 1);
        next = Math.max(next, segment.last() + 1);
      }
    }
  }

  private static void declare(RecoveredStream stream, long first, long last) throws IOException {
    Runs runs =
        Runs.of(
            stream.catalogue().segments(),
            stream.ledger().entries(),
            stream.lastRun().orElseThrow());
    for (long at = first; at <= last; ) {
      Optional<Lost> known = stream.ledger().find(at);
      long end = known.map(Lost::last).orElse(Math.min(last, runs.endOf(at, last)));
      if (known.isEmpty()) {
        stream.ledger().add(new Lost(at, end, runs.at(at), JournalItem.Reason.JOURNAL_DAMAGED));
      }
      at = end + 1;
    }
  }
}
