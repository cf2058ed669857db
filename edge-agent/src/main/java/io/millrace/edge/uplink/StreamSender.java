package io.millrace.edge.uplink;

import io.millrace.base.error.ErrorCode;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.StreamName;
import io.millrace.v1.PublishRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one session: makes batches of what is durable, in order from where the relay wants
 * it, and keeps what is sent ahead of the acknowledgements within the window. Never sends above the
 * durable mark, because the journal's reader does not read above it (rule J2). One thread.
 */
final class StreamSender implements AutoCloseable {
  private final JournalStream stream;
  private final UplinkSettings settings;
  private final StreamPieces pieces;
  private final Deque<Sent> window = new ArrayDeque<>();
  private long sent;
  private long windowBytes;
  private long progressNanos;
  private @Nullable Piece ahead;
  private @Nullable BatchDraft draft;

  StreamSender(JournalStream stream, UplinkSettings settings, long resume, long nowNanos) {
    this.stream = stream;
    this.settings = settings;
    this.pieces = new StreamPieces(stream, resume);
    this.sent = resume - 1;
    this.progressNanos = nowNanos;
    stream.acknowledge(Math.min(resume - 1, stream.durable()));
  }

  StreamName name() {
    return stream.name();
  }

  /** Sends what is due and fits; returns how many batches. */
  int work(long nowNanos, Line line) {
    int batches = 0;
    while (hasRoom() && line.isReady(stream.name())) {
      BatchDraft ready = fill(nowNanos);
      if (ready == null) {
        break;
      }
      line.send(stream.name(), PublishRequest.newBuilder().setBatch(ready.build()).build());
      if (window.isEmpty()) {
        progressNanos = nowNanos;
      }
      window.add(new Sent(ready.last(), ready.bytes()));
      windowBytes += ready.bytes();
      sent = ready.last();
      draft = null;
      batches++;
    }
    return batches;
  }

  /** Whether something durable was not sent yet. */
  boolean isBehind() {
    return draft != null || ahead != null || pieces.expected() <= stream.durable();
  }

  /** Whether everything sent was acknowledged. */
  boolean isSettled() {
    return window.isEmpty();
  }

  /** Nanoseconds since the relay last acknowledged something; 0 while nothing is due. */
  long silentNanos(long nowNanos) {
    return window.isEmpty() ? 0 : nowNanos - progressNanos;
  }

  /** Takes an acknowledgement; tells why it cannot be one, if so. */
  Optional<Failure> acknowledged(long sequence, long nowNanos) {
    if (sequence > sent) {
      return Optional.of(
          new Failure(
              ErrorCode.BATCH_INVALID,
              "%s: relay acknowledged %d, only %d was sent"
                  .formatted(stream.name().text(), sequence, sent)));
    }
    while (!window.isEmpty() && window.element().last <= sequence) {
      windowBytes -= window.remove().bytes;
    }
    progressNanos = nowNanos;
    stream.acknowledge(sequence);
    return Optional.empty();
  }

  /** Puts a record aside that was sent and that the relay will never take; whether it could. */
  boolean refused(long sequence, String why) {
    return sequence <= sent && stream.refuse(sequence, why);
  }

  @Override
  public void close() {
    pieces.close();
  }

  private boolean hasRoom() {
    return window.size() < settings.windowBatches() && windowBytes < settings.windowBytes();
  }

  /** A batch that is full, old enough, or for which nothing else waits. */
  private @Nullable BatchDraft fill(long nowNanos) {
    boolean full = false;
    while (!full) {
      Piece piece = ahead == null ? pieces.poll() : ahead;
      ahead = piece;
      if (piece == null) {
        break;
      }
      if (draft == null) {
        draft = new BatchDraft(piece.epoch(), piece.first(), nowNanos);
      }
      full = !fits(draft, piece);
      if (!full) {
        add(draft, piece);
        ahead = null;
      }
    }
    boolean due =
        draft != null
            && (full
                || window.isEmpty()
                || nowNanos - draft.begunNanos() >= settings.linger().toNanos());
    return due ? draft : null;
  }

  private boolean fits(BatchDraft batch, Piece piece) {
    if (!batch.epoch().equals(piece.epoch())) {
      return false;
    }
    if (piece instanceof Piece.Whole whole) {
      return batch.records() == 0
          || (batch.records() < settings.batchRecords()
              && batch.bytes() + whole.payload().length <= settings.batchBytes());
    }
    return batch.holes() < BatchDraft.HOLES_MAX;
  }

  private static void add(BatchDraft batch, Piece piece) {
    if (piece instanceof Piece.Whole whole) {
      batch.add(whole.payload());
    } else if (piece instanceof Piece.Missing missing) {
      batch.addHole(missing.last(), missing.reason().name());
    }
  }

  /** A batch on its way. */
  private record Sent(long last, int bytes) {}
}
