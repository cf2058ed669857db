package io.millrace.edge.capture;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.time.Seldom;
import io.millrace.base.worker.Worker;
import io.millrace.edge.derive.Derivations;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.RecoveredJournal;
import io.millrace.edge.journal.StreamName;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.source.ScanSink;
import io.millrace.v1.Event;
import io.millrace.v1.GapReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Derives and journals, one arrival after the other. While the journal takes nothing, the arrival
 * at hand is kept and tried again every {@link #RETRY}, the inbox fills up and then drops the
 * newest; nothing that was not appended has moved any state. The sink may be called from any
 * thread; the rest is the worker's.
 */
public final class Capture implements Worker, ScanSink {
  /** How long to rest when nothing arrived. */
  public static final Duration IDLE = Duration.ofMillis(20);

  /** How often a journal that takes nothing is tried again. */
  public static final Duration RETRY = Duration.ofMillis(500);

  /**
   * How often it is noted when each source was read last: a gap is longer by two of these at most.
   */
  public static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);

  private final Journal journal;
  private final Derivations derivations;
  private final Clock clock;
  private final Inbox inbox;
  private final Figures figures = new Figures();
  private final Deque<JournalItem.Hole> eventHoles;
  private final Deque<JournalItem.Hole> telemetryHoles;

  /** Of what was open at the start and is no longer configured; only becomes less. */
  private final Deque<Event> abandoned;

  /** Bounded by the journal's list of holes. */
  private final Deque<Telling> tellings = new ArrayDeque<>();

  private final Map<String, Long> telemetryMissed = new HashMap<>();

  /** Totals as the registers showed them last, journalled or not; by counter. */
  private final Map<String, String> seen = new ConcurrentHashMap<>();

  private @Nullable Arrival pending;
  private final Seldom complaints = new Seldom();
  private boolean droppedTold;
  private long retryNanos;
  private long beatNanos;
  private volatile String reason = "";
  private volatile Runnable wake = () -> {};

  private Capture(
      RecoveredJournal recovered,
      Journal journal,
      Derivations derivations,
      List<Event> abandoned,
      Clock clock) {
    this.journal = journal;
    this.abandoned = new ArrayDeque<>(abandoned);
    this.derivations = derivations;
    this.clock = clock;
    this.beatNanos = clock.nanos();
    this.inbox = new Inbox(clock::now, () -> wake.run());
    this.eventHoles = new ArrayDeque<>(recovered.holes(StreamName.EVENTS));
    this.telemetryHoles = new ArrayDeque<>(recovered.holes(StreamName.TELEMETRY));
  }

  /**
   * Restores the derivations from what was journalled, then begins this run of the journal with
   * their checkpoint, and ends what was open of sources and tags that are no longer among {@code
   * tags}. A checkpoint that cannot be read is logged, and counters begin with a baseline. Blocks
   * on the disk.
   */
  public static Capture begin(
      RecoveredJournal recovered,
      Derivations derivations,
      Map<String, Set<String>> tags,
      Clock clock) {
    try {
      derivations.restore(recovered.checkpoint());
      recovered.replay(derivations::replay, derivations::beat);
    } catch (MillraceException e) {
      LOG.atError()
          .addKeyValue("code", e.code())
          .addKeyValue("hint", "counters begin with a baseline; the relay opens a case for each")
          .setCause(e)
          .log("state of the derivations cannot be restored");
    }
    List<Event> abandoned = derivations.restored(tags, clock.now());
    Journal journal = recovered.begin(derivations::checkpoint);
    return new Capture(recovered, journal, derivations, abandoned, clock);
  }

  /** This run's journal; closed by whoever wired it, after the runner. */
  public Journal journal() {
    return journal;
  }

  /** What to run when something arrived; usually the runner's wake. */
  public void wakeWith(Runnable task) {
    wake = task;
  }

  @Override
  public boolean offer(Scan scan) {
    return inbox.offer(scan);
  }

  @Override
  public void lost(String source, Instant since, String why) {
    inbox.lost(source, since, why);
  }

  @Override
  public void missed(String source, List<String> tags, Instant since, String why) {
    inbox.missed(source, tags, since, why);
  }

  @Override
  public String name() {
    return "capture";
  }

  @Override
  public int work() {
    if (!reason.isEmpty() && clock.nanos() - retryNanos < 0) {
      return 0;
    }
    int done = 0;
    @Nullable Arrival next = null;
    try {
      done += tellHoles();
      done += tellAbandoned();
      while (done < Inbox.ARRIVALS_MAX && (next = next()) != null) {
        process(next);
        done++;
      }
      flowing();
      beat();
    } catch (MillraceException e) {
      pending = next == null ? pending : next;
      blocked(e);
    }
    return done;
  }

  /** Journals what has arrived, as far as the journal takes it. */
  @Override
  public void close() {
    retryNanos = clock.nanos();
    beatNanos = clock.nanos() - HEARTBEAT.toNanos();
    work();
    if (pending != null || inbox.size() > 0) {
      LOG.atWarn()
          .addKeyValue("scans", inbox.size() + (pending == null ? 0 : 1))
          .addKeyValue("reason", reason)
          .log("scans not journalled at the end; the next start declares a gap");
    }
  }

  /** Everything taken is journalled here, so a source's last reading may be told. */
  private void beat() {
    long now = clock.nanos();
    if (now - beatNanos >= HEARTBEAT.toNanos()) {
      beatNanos = now;
      journal.note(derivations.heartbeat());
    }
  }

  /** How it is now; any thread, never blocks. */
  public CaptureHealth health() {
    return CaptureHealth.of(reason, inbox, figures, derivations, seen);
  }

  /** Taken out at once, so that a defect costs one scan and not all that follow. */
  private @Nullable Arrival next() {
    Arrival kept = pending;
    pending = null;
    if (kept == null) {
      droppedTold = false;
      return inbox.poll();
    }
    return kept;
  }

  private int tellHoles() {
    eventHoles.addAll(journal.events().takeHoles());
    telemetryHoles.addAll(journal.telemetry().takeHoles());
    return tellHoles(eventHoles, journal.events())
        + tellHoles(telemetryHoles, journal.telemetry())
        + told();
  }

  private int tellAbandoned() {
    int told = 0;
    for (Event next = abandoned.peek(); next != null; next = abandoned.peek()) {
      append(next);
      abandoned.remove();
      LOG.atInfo()
          .addKeyValue("source", next.getOrigin().getSource())
          .addKeyValue("equipment", next.getEquipment())
          .addKeyValue("event", next.getBodyCase())
          .log("ended, because it is no longer configured");
      told++;
    }
    return told;
  }

  /** A hole is told once its gap is durable; before that a power cut would lose both. */
  private int told() {
    int told = 0;
    for (Telling next = tellings.peek();
        next != null && next.gap() <= journal.events().durable();
        next = tellings.peek()) {
      next.stream().told(next.hole());
      tellings.remove();
      told++;
    }
    return told;
  }

  /** The hole of a stream, and the sequence of its gap among the events. */
  private record Telling(JournalStream stream, JournalItem.Hole hole, long gap) {}

  private int tellHoles(Deque<JournalItem.Hole> holes, JournalStream stream) {
    int told = 0;
    for (JournalItem.Hole hole = holes.peek(); hole != null; hole = holes.peek()) {
      GapReason why = reason(hole.reason());
      String name = stream.name().text();
      append(derivations.hole(why, name, hole.first(), hole.last(), clock.now()));
      tellings.add(new Telling(stream, hole, journal.events().appended()));
      holes.remove();
      told++;
    }
    return told;
  }

  private static GapReason reason(JournalItem.Reason reason) {
    return switch (reason) {
      case JOURNAL_DAMAGED -> GapReason.GAP_REASON_JOURNAL_DAMAGED;
      case JOURNAL_FULL -> GapReason.GAP_REASON_JOURNAL_FULL;
      case RELAY_RESTORED -> GapReason.GAP_REASON_RELAY_RESTORED;
      case RELAY_REFUSED -> GapReason.GAP_REASON_RELAY_REFUSED;
    };
  }

  private void process(Arrival arrival) {
    tellDropped(arrival);
    if (arrival instanceof Arrival.Lost lost) {
      derivations.lost(lost.source(), lost.since(), lost.now()).ifPresent(this::append);
    } else if (arrival instanceof Arrival.Missed missed) {
      append(derivations.missed(missed.source(), missed.tags(), missed.since(), missed.now()));
    } else if (arrival instanceof Arrival.Taken taken) {
      scan(taken.scan());
    }
  }

  private void tellDropped(Arrival arrival) {
    Arrival.Dropped dropped = arrival.dropped();
    if (dropped != null && !droppedTold) {
      Instant until =
          arrival instanceof Arrival.Taken taken ? taken.scan().observedAt() : clock.now();
      append(
          derivations.dropped(
              arrival.source(), dropped.reason(), dropped.values(), dropped.from(), until));
      droppedTold = true;
    }
  }

  private void scan(Scan scan) {
    List<Event> events = derivations.take(scan);
    events.stream()
        .filter(Event::hasProductionCount)
        .map(Event::getProductionCount)
        .forEach(count -> seen.put(count.getCounter(), count.getTotal()));
    for (Event event : events) {
      if (event.hasTelemetry()) {
        telemetry(event, scan);
      } else {
        write(event);
        derivations.journalled(event, scan);
      }
    }
    derivations.done(scan);
    figures.scans.increment();
  }

  private void append(Event event) {
    write(event);
    derivations.journalled(event);
  }

  private void write(Event event) {
    journal.events().append(event.toByteArray());
    figures.events.increment();
    if (event.hasGap()) {
      figures.gaps.increment();
    }
  }

  /** Telemetry gives way: what the journal does not take is dropped within a gap. */
  private void telemetry(Event event, Scan scan) {
    String source = scan.source();
    if (!taken(journal.telemetry(), event.toByteArray())) {
      int values = event.getTelemetry().getSamplesCount();
      figures.telemetryDropped.add(values);
      telemetryMissed.merge(source, (long) values, Long::sum);
      derivations.telemetryStopped(source, scan.observedAt()).ifPresent(this::append);
      return;
    }
    derivations.journalled(event, scan);
    figures.telemetry.increment();
    long missed = telemetryMissed.getOrDefault(source, 0L);
    derivations.telemetryResumed(source, missed, scan.observedAt()).ifPresent(this::append);
    telemetryMissed.remove(source);
  }

  private static boolean taken(JournalStream stream, byte[] bytes) {
    if (bytes.length > stream.payloadMax()) {
      return false;
    }
    try {
      stream.append(bytes);
      return true;
    } catch (MillraceException e) {
      requireJournal(e);
      return false;
    }
  }

  private void blocked(MillraceException e) {
    requireJournal(e);
    figures.refusals.increment();
    retryNanos = clock.nanos() + RETRY.toNanos();
    if (reason.isEmpty() && complaints.lets(clock.nanos())) {
      LOG.atWarn()
          .addKeyValue("code", e.code())
          .addKeyValue("detail", e.detail())
          .addKeyValue("hint", e.code().hint())
          .addKeyValue("repeated", complaints.repeated())
          .log("journal takes no events");
    }
    reason = e.code() + ": " + e.detail();
    inbox.because(GapReason.GAP_REASON_JOURNAL_FULL);
  }

  private void flowing() {
    if (!reason.isEmpty()) {
      LOG.atInfo().log("journal takes events again");
      reason = "";
      inbox.because(GapReason.GAP_REASON_OVERLOAD);
    }
  }

  private static void requireJournal(MillraceException e) {
    if (e.code() != ErrorCode.JOURNAL_FULL && e.code() != ErrorCode.JOURNAL_FAILED) {
      throw e;
    }
  }
}
