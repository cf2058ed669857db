package io.millrace.edge.journal.stream;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.Worker;
import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.StreamFigures;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.journal.StreamSettings;
import io.millrace.edge.journal.disk.Catalogue;
import io.millrace.edge.journal.disk.Disk;
import io.millrace.edge.journal.disk.Envelope;
import io.millrace.edge.journal.disk.OpenSegment;
import io.millrace.edge.journal.disk.RecordScan;
import io.millrace.edge.journal.disk.Segment;
import io.millrace.edge.journal.disk.SegmentAppender;
import io.millrace.edge.journal.disk.SegmentName;
import io.millrace.edge.journal.disk.StartRecord;
import io.millrace.edge.journal.disk.StreamFolder;
import io.millrace.edge.journal.disk.Survey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The appending side of a stream, and what the other threads share with it. Appending takes no
 * lock: sequences are published by one volatile write, segments through the catalogue.
 */
public final class OpenStream implements JournalStream {
  private static final byte[] NO_CHECKPOINT = new byte[0];

  private final StreamFolder folder;
  private final StreamSettings settings;
  private final Disk disk;
  private final Clock clock;
  private final Catalogue catalogue;
  private final HoleLedger ledger;
  private final SegmentRoom room;
  private final AtomicLong acknowledged;
  private final StartRecord start;
  private final StreamCare care;
  private final Supplier<byte[]> checkpoint;
  private final Aside aside;
  private final AtomicLong bytesWritten = new AtomicLong();

  private volatile long appended;
  private volatile boolean waiting;
  private volatile Runnable wake = () -> {};
  private int number;
  private @Nullable SegmentAppender log;
  private @Nullable OpenSegment active;
  private boolean complained;

  /** What a failed mending still has to write again. */
  private final List<Segment> doubtful = new ArrayList<>();

  public OpenStream(RecoveredStream recovered, StartRecord start, Supplier<byte[]> checkpoint) {
    this.folder = recovered.folder();
    this.settings = recovered.settings();
    this.disk = recovered.disk();
    this.clock = recovered.clock();
    this.catalogue = recovered.catalogue();
    this.ledger = recovered.ledger();
    this.acknowledged = new AtomicLong(recovered.cursor().sequence());
    this.room =
        new SegmentRoom(
            folder, settings, disk, clock, catalogue, ledger, recovered.quarantine(), acknowledged);
    this.start = start;
    this.aside = new Aside(folder, disk, catalogue, ledger, start);
    this.checkpoint = checkpoint;
    this.appended = recovered.last();
    this.number = recovered.lastNumber();
    this.care = new StreamCare(this, recovered.cursor());
  }

  @Override
  public StreamName name() {
    return settings.name();
  }

  @Override
  public long append(byte[] payload) {
    if (payload.length > settings.payloadMax()) {
      throw new IllegalArgumentException(
          "record of %d bytes > %d bytes".formatted(payload.length, settings.payloadMax()));
    }
    if (care.failed()) {
      complainOnce();
      mend();
    }
    long sequence = appended + 1;
    put(Envelope.DATA, sequence, payload);
    appended = sequence;
    if (!waiting) {
      waiting = true;
      wake.run();
    }
    return sequence;
  }

  @Override
  public int payloadMax() {
    return settings.payloadMax();
  }

  @Override
  public long appended() {
    return appended;
  }

  @Override
  public long durable() {
    return care.durable();
  }

  @Override
  public void onDurable(Runnable task) {
    care.onDurable(task);
  }

  @Override
  public JournalReader reader(long from) {
    return new StreamReader(this, from);
  }

  @Override
  public void acknowledge(long sequence) {
    acknowledged.accumulateAndGet(Math.min(sequence, durable()), Math::max);
  }

  @Override
  public boolean refuse(long sequence, String why) {
    if (sequence <= acknowledged() || sequence > durable()) {
      return false;
    }
    if (ledger.isRefused(sequence)) {
      return true;
    }
    try (JournalReader reader = reader(sequence)) {
      return reader.poll() instanceof JournalItem.Entry entry
          && entry.sequence() == sequence
          && aside.put(entry, why);
    } catch (IOException e) {
      throw new MillraceException(
          ErrorCode.JOURNAL_FAILED, "%s: refused %d: %s".formatted(name(), sequence, e), e);
    }
  }

  @Override
  public long acknowledged() {
    return acknowledged.get();
  }

  @Override
  public List<EpochRange> epochs() {
    return Runs.of(catalogue.segments(), ledger.entries(), start).ranges(appended);
  }

  @Override
  public List<JournalItem.Hole> takeHoles() {
    return ledger.handOut().stream().map(Lost::hole).toList();
  }

  @Override
  public void told(JournalItem.Hole hole) {
    try {
      ledger.told(hole.first(), hole.last());
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.JOURNAL_FAILED, folder.holes() + ": " + e, e);
    }
  }

  @Override
  public StreamFigures figures() {
    List<Segment> segments = catalogue.segments();
    long damaged =
        ledger.entries().stream()
            .filter(lost -> lost.reason() == JournalItem.Reason.JOURNAL_DAMAGED)
            .mapToLong(lost -> lost.last() - lost.first() + 1)
            .sum();
    return new StreamFigures(
        appended,
        durable(),
        acknowledged(),
        catalogue.bytes(),
        segments.size(),
        bytesWritten.get(),
        damaged,
        aside.count());
  }

  /** Begins the run's first segment; if the disk refuses, the first append tries again. */
  public void begin() {
    try {
      nextSegment(appended + 1);
    } catch (MillraceException e) {
      care.degraded(e);
    }
  }

  /** What to do when the first record after a force waits. */
  public void wake(Runnable task) {
    wake = task;
  }

  /** What is to be done beside appending, on a thread of its own. */
  public Worker care() {
    return care;
  }

  /** That is done too, with the care for this stream. Before its worker begins. */
  public void alsoDo(Chore chore) {
    care.alsoDo(chore);
  }

  /** Gives way when the disk, not the quota, is full for that one. Before the first record. */
  public void lendTo(OpenStream other) {
    other.room.lender(room);
  }

  /** A record waits no more; told by the maintenance thread before it looks. */
  void looking() {
    waiting = false;
  }

  StreamFolder folder() {
    return folder;
  }

  public StreamSettings settings() {
    return settings;
  }

  Disk disk() {
    return disk;
  }

  Clock clock() {
    return clock;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  HoleLedger ledger() {
    return ledger;
  }

  SegmentRoom room() {
    return room;
  }

  /** Of the segment that is written. The appending thread. */
  public int number() {
    return number;
  }

  /** The run that writes. */
  StartRecord start() {
    return start;
  }

  /** Lets go of Chronicle. The appending thread, or the one that closes. */
  public void close() {
    if (log != null) {
      log.close();
      log = null;
    }
  }

  private void put(byte type, long sequence, byte[] payload) {
    SegmentAppender to = log;
    if (to == null || !to.fits(payload.length)) {
      to = nextSegment(sequence);
    }
    write(to, type, sequence, payload);
  }

  private void write(SegmentAppender to, byte type, long sequence, byte[] payload) {
    try {
      to.write(type, sequence, payload);
    } catch (RuntimeException | InternalError e) {
      complained = true;
      throw care.fail("append at " + sequence, e);
    }
    bytesWritten.lazySet(bytesWritten.get() + payload.length + Envelope.HEADER + Integer.BYTES);
  }

  /** Rolls to a new segment whose first data will be that sequence. */
  private SegmentAppender nextSegment(long first) {
    byte[] state = checkpoint();
    Path spare = room.take(log == null && active == null);
    try {
      number++;
      Path file = folder.queue().resolve(SegmentName.queue(number));
      SegmentAppender to = log;
      if (to == null) {
        to = SegmentAppender.open(folder, number, settings.segmentBytes());
        log = to;
      }
      disk.rename(spare, file);
      to.roll(number);
      write(to, Envelope.START, first, start.encode());
      if (settings.checkpoints()) {
        write(to, Envelope.CHECKPOINT, first, state);
      }
      open(file, first);
      return to;
    } catch (IOException e) {
      complained = true;
      throw care.fail("new segment at " + first, e);
    }
  }

  private byte[] checkpoint() {
    byte[] state = settings.checkpoints() ? checkpoint.get() : NO_CHECKPOINT;
    if (state.length > settings.checkpointMax()) {
      throw new MillraceException(
          ErrorCode.JOURNAL_FAILED,
          "checkpoint of %d bytes > %d bytes; make segments larger"
              .formatted(state.length, settings.checkpointMax()));
    }
    return state;
  }

  private void open(Path file, long first) throws IOException {
    OpenSegment before = active;
    Segment segment =
        new Segment(number, first, Segment.OPEN, start, file, settings.fileBytes(), clock.now());
    OpenSegment next = new OpenSegment(segment, FileChannel.open(file, StandardOpenOption.WRITE));
    if (before != null) {
      before.segment().end(first - 1, clock.now());
    }
    catalogue.add(segment);
    care.rolled(before, next);
    active = next;
  }

  private void complainOnce() {
    if (!complained) {
      complained = true;
      throw care.failure();
    }
  }

  /**
   * Writes what is not durable into a new segment: after a failure the old ones are not trusted.
   */
  private void mend() {
    try (StreamCare.Halted halted = care.halt()) {
      close();
      abandon(halted.durable());
      active = null;
      nextSegment(halted.durable() + 1);
      Copy copy = new Copy(halted.durable());
      for (Segment segment : doubtful) {
        Survey.of(segment.file(), copy);
      }
      doubtful.clear();
      halted.mended();
      complained = false;
    } catch (IOException e) {
      throw care.fail("leaving a failed segment", e);
    }
  }

  /**
   * Takes the segments out of Chronicle's sight under the names of what they held; those that were
   * durable as a whole before are kept as they are.
   */
  private void abandon(long durable) throws IOException {
    for (Segment segment : catalogue.segments()) {
      if (segment.last() > durable) {
        abandon(segment, durable);
      } else if (segment.file().startsWith(folder.queue())) {
        move(segment, segment.keptName());
      }
    }
    disk.forceFolder(folder.kept());
    for (Path orphan : Disk.list(folder.queue())) {
      Files.delete(orphan);
    }
  }

  private void abandon(Segment segment, long durable) throws IOException {
    long held = Math.max(segment.first() - 1, Math.min(segment.last(), appended));
    move(segment, new SegmentName(segment.number(), segment.first(), held).kept());
    segment.end(Math.max(durable, segment.first() - 1), clock.now());
    if (segment.isEmpty()) {
      catalogue.remove(segment);
    }
    doubtful.add(segment);
  }

  private void move(Segment segment, String name) throws IOException {
    Path kept = folder.kept().resolve(name);
    disk.rename(segment.file(), kept);
    segment.moved(kept);
  }

  /** Appends again what is above the durable mark, each sequence once. */
  private final class Copy implements Survey.Visitor {
    private long last;

    Copy(long durable) {
      this.last = durable;
    }

    @Override
    public void record(RecordScan scan) {
      long sequence = scan.sequence();
      if (scan.type() == Envelope.DATA && sequence > last && sequence <= appended) {
        put(Envelope.DATA, sequence, scan.payload());
        last = sequence;
      }
    }
  }
}
