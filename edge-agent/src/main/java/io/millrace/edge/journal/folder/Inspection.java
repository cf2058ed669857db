package io.millrace.edge.journal.folder;

import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalItem.Hole;
import io.millrace.edge.journal.JournalReport;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.disk.Cursor;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.Envelope;
import io.millrace.edge.journal.disk.RecordScan;
import io.millrace.edge.journal.disk.SegmentName;
import io.millrace.edge.journal.disk.StartRecord;
import io.millrace.edge.journal.disk.StreamFolder;
import io.millrace.edge.journal.disk.Survey;
import io.millrace.edge.journal.stream.HoleLedger;
import io.millrace.edge.journal.stream.Lost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One pass over one stream's files. Files that move meanwhile are looked for again. One thread. */
final class Inspection implements Survey.Visitor {
  /** Listings of a folder that changes while it is read. */
  private static final int LISTINGS_MAX = 20;

  private final StreamFolder folder;
  private final JournalInspection.Visitor visitor;
  private final Set<Integer> seen = new TreeSet<>();
  private final List<StartRecord> starts = new ArrayList<>();
  private final List<Hole> holes = new ArrayList<>();
  private List<Lost> ledger = List.of();
  private @Nullable StartRecord start;
  private int segments;
  private int damaged;
  private long bytes;
  private long records;
  private long first;
  private long last;

  /** A file and where it belongs. */
  private record Found(Path file, long first, int number) {}

  Inspection(StreamFolder folder, JournalInspection.Visitor visitor) {
    this.folder = folder;
    this.visitor = visitor;
  }

  Inspection run() throws IOException {
    for (int i = 0; i < LISTINGS_MAX; i++) {
      try {
        ledger = HoleLedger.read(folder.holes());
        for (Found found : list()) {
          inspect(found);
        }
        return this;
      } catch (NoSuchFileException e) {
        Thread.onSpinWait(); // forced or deleted meanwhile: list again, go on behind what was seen
      }
    }
    throw new IOException(folder.root() + ": files move faster than they are read");
  }

  JournalReport.Stream report(StreamName name) throws IOException {
    List<Hole> all = new ArrayList<>(holes);
    ledger.stream()
        .map(Lost::hole)
        .filter(hole -> holes.stream().noneMatch(known -> known.first() == hole.first()))
        .forEach(all::add);
    all.sort(Comparator.comparingLong(Hole::first));
    return new JournalReport.Stream(
        name,
        segments,
        bytes,
        records,
        first,
        last,
        Cursor.open(folder.cursor()).sequence(),
        epochs(),
        all,
        damaged,
        Disk.list(folder.quarantine()).size());
  }

  @Override
  public void record(RecordScan scan) {
    if (scan.type() == Envelope.START && scan.length() == StartRecord.BYTES) {
      start = StartRecord.decode(scan.payload());
      if (!starts.contains(start)) {
        starts.add(start);
      }
    }
    if (scan.type() == Envelope.DATA && scan.sequence() > last) {
      data(scan);
    }
  }

  private void data(RecordScan scan) {
    long sequence = scan.sequence();
    if (last > 0 && sequence > last + 1) {
      missing(last + 1, sequence - 1);
    }
    first = first == 0 ? sequence : first;
    last = sequence;
    records++;
    visitor.record(sequence, epoch(), scan.payload());
  }

  private void missing(long from, long to) {
    for (long at = from; at <= to; ) {
      long sequence = at;
      Optional<Lost> known = ledger.stream().filter(lost -> lost.contains(sequence)).findFirst();
      long end = Math.min(to, known.map(Lost::last).orElse(to));
      holes.add(
          known
              .map(lost -> new Hole(sequence, end, lost.start().epoch(), lost.reason()))
              .orElseGet(
                  () -> new Hole(sequence, end, epoch(), JournalItem.Reason.JOURNAL_DAMAGED)));
      at = end + 1;
    }
  }

  private String epoch() {
    StartRecord run = start;
    return run == null ? "" : run.epoch();
  }

  private List<EpochRange> epochs() {
    List<EpochRange> ranges = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      long end = i + 1 < starts.size() ? starts.get(i + 1).first() - 1 : last;
      ranges.add(starts.get(i).range(Math.max(end, starts.get(i).first() - 1)));
    }
    return ranges;
  }

  private void inspect(Found found) throws IOException {
    if (seen.contains(found.number()) && found.first() <= last) {
      return;
    }
    long size = Files.size(found.file());
    Survey survey = Survey.of(found.file(), this);
    seen.add(found.number());
    segments++;
    bytes += size;
    damaged += survey.damaged() ? 1 : 0;
  }

  private List<Found> list() throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path file : Disk.list(folder.queue())) {
      Optional<Integer> number = SegmentName.queueNumber(file.getFileName().toString());
      if (number.isPresent()) {
        found.add(new Found(file, head(file), number.get()));
      }
    }
    for (Path file : Disk.list(folder.kept())) {
      SegmentName.kept(file.getFileName().toString())
          .ifPresent(name -> found.add(new Found(file, name.first(), name.number())));
    }
    found.sort(Comparator.comparingLong(Found::first).thenComparingInt(Found::number));
    return found;
  }

  /** Sequence that the segment begins with; behind all others while it has no head yet. */
  private long head(Path file) throws IOException {
    try (RecordScan scan = new RecordScan(file)) {
      boolean readable = scan.next() == RecordScan.Step.RECORD || scan.hunt();
      return readable ? scan.sequence() : Long.MAX_VALUE;
    }
  }
}
