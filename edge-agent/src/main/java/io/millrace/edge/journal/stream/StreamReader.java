package io.millrace.edge.journal.stream;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.edge.journal.JournalItem;
import io.millrace.edge.journal.JournalItem.Hole;
import io.millrace.edge.journal.JournalItem.Reason;
import io.millrace.edge.journal.JournalReader;
import io.millrace.edge.journal.disk.Envelope;
import io.millrace.edge.journal.disk.RecordScan;
import io.millrace.edge.journal.disk.RecordScan.Step;
import io.millrace.edge.journal.disk.Segment;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads segment after segment by the catalogue, never above the durable mark. What recovery can
 * read it can read: there is one way of reading records, and it goes around damage.
 */
final class StreamReader implements JournalReader {
  /** A listed segment whose file is not there for so long is gone. */
  private static final Duration ABSENT_MAX = Duration.ofSeconds(10);

  private final OpenStream stream;
  private long next;
  private @Nullable Segment segment;
  private @Nullable RecordScan scan;

  /** A record found behind a hole, given out after it. */
  private boolean pending;

  /** Since when the file of the segment that holds {@code absentAt} is not where it was listed. */
  private long absentNanos;

  private long absentAt;

  StreamReader(OpenStream stream, long from) {
    this.stream = stream;
    this.next = from;
  }

  @Override
  public @Nullable JournalItem poll() {
    long limit = stream.durable();
    if (next > limit) {
      return null;
    }
    try {
      return read(limit);
    } catch (IOException e) {
      throw new MillraceException(
          ErrorCode.JOURNAL_FAILED, "%s: read at %d: %s".formatted(stream.name(), next, e), e);
    }
  }

  @Override
  public long position() {
    return next;
  }

  @Override
  public void seek(long sequence) {
    if (sequence != next) {
      leave();
      next = sequence;
    }
  }

  @Override
  public void close() {
    leave();
  }

  private @Nullable JournalItem read(long limit) throws IOException {
    Segment in = segment;
    if (in == null || in.last() < next) {
      leave();
      Optional<Segment> found = stream.catalogue().from(next);
      if (found.isEmpty()) {
        return missing(limit);
      }
      if (found.get().first() > next) {
        return missing(Math.min(limit, found.get().first() - 1));
      }
      in = found.get();
      if (!enter(in)) {
        return isOnItsWay() ? null : missing(Math.min(limit, in.last()));
      }
    }
    return inside(in, limit);
  }

  /** The item at {@code next}, which the segment should hold. */
  private JournalItem inside(Segment in, long limit) throws IOException {
    RecordScan from = Objects.requireNonNull(scan);
    if (pending || advance(from)) {
      if (from.sequence() > next) {
        pending = true;
        return damaged(Math.min(limit, Math.min(in.last(), from.sequence() - 1)));
      }
      pending = false;
      return entry(from, in);
    }
    long last = Math.min(limit, in.last());
    leave();
    return damaged(last);
  }

  /** To the first record of data at or after {@code next}, around damage; false at the end. */
  private boolean advance(RecordScan from) throws IOException {
    for (; ; ) {
      Step step = from.next();
      if (step != Step.RECORD && !from.hunt()) {
        return false;
      }
      if (from.type() == Envelope.DATA && from.sequence() >= next) {
        return true;
      }
    }
  }

  /** The record, or a hole in the place of one that the relay refused. */
  private JournalItem entry(RecordScan from, Segment in) {
    next = from.sequence() + 1;
    if (stream.ledger().isRefused(from.sequence())) {
      return new Hole(from.sequence(), from.sequence(), in.start().epoch(), Reason.RELAY_REFUSED);
    }
    return new JournalItem.Entry(from.sequence(), in.start().epoch(), from.payload());
  }

  /** No segment holds these; the ledger may say why. */
  private Hole missing(long last) throws IOException {
    Optional<Lost> known = stream.ledger().find(next);
    if (known.isPresent()) {
      Hole hole =
          new Hole(
              next,
              Math.min(last, known.get().last()),
              known.get().start().epoch(),
              known.get().reason());
      next = hole.last() + 1;
      return hole;
    }
    if (next <= stream.acknowledged()) {
      return gone(Math.min(last, stream.acknowledged()));
    }
    return damaged(last);
  }

  private Hole gone(long last) {
    Runs runs = runs();
    Hole hole =
        new Hole(next, runs.endOf(next, last), runs.at(next).epoch(), Reason.RELAY_RESTORED);
    next = hole.last() + 1;
    return hole;
  }

  private Hole damaged(long last) throws IOException {
    Runs runs = runs();
    Lost lost = new Lost(next, runs.endOf(next, last), runs.at(next), Reason.JOURNAL_DAMAGED);
    stream.ledger().add(lost);
    next = lost.last() + 1;
    return lost.hole();
  }

  private Runs runs() {
    return Runs.of(stream.catalogue().segments(), stream.ledger().entries(), stream.start());
  }

  /** Opens the segment's file; false when it is not there: it was moved, or deleted. */
  private boolean enter(Segment in) throws IOException {
    try {
      scan = new RecordScan(in.file());
      segment = in;
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Whether the file that was not there is only being moved, because what it holds is still listed,
   * or listed anew: a segment leaves the catalogue before its file is deleted, and its new path
   * enters it after its file was renamed.
   */
  private boolean isOnItsWay() {
    if (stream.catalogue().from(next).filter(each -> each.first() <= next).isEmpty()) {
      return false;
    }
    long now = stream.clock().nanos();
    if (absentAt != next) {
      absentAt = next;
      absentNanos = now;
    }
    return now - absentNanos < ABSENT_MAX.toNanos();
  }

  private void leave() {
    pending = false;
    segment = null;
    RecordScan open = scan;
    scan = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new MillraceException(ErrorCode.JOURNAL_FAILED, "closing a reader: " + e, e);
      }
    }
  }
}
