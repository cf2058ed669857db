package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LogOrigin;
import io.millrace.relay.eventlog.NewRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Appends what is new of a batch. Everything up to a run's mark is logged or a declared hole, so
 * new is what lies above the mark or in an open hole. Only within a write transaction.
 */
final class Committing {
  private final EventLog log;
  private final Restores restores;

  Committing(EventLog log, Restores restores) {
    this.log = log;
    this.restores = restores;
  }

  /**
   * SESSION_FENCED when a newer session owns the stream; BATCH_INVALID when it leaves out sequences
   * that nobody declared, or is of a run that the session did not announce.
   */
  Committed commit(
      Handle handle, Peer peer, StreamKey key, long session, Received batch, Instant now) {
    requireSession(handle, key, session);
    EpochRow row =
        EpochRow.find(handle, key, batch.epoch())
            .orElseThrow(() -> invalid("run %s was not announced".formatted(batch.epoch())));
    requireNoHoleBefore(handle, key, row, batch);

    List<NewRecord> late = lateRecords(handle, key, row, batch);
    List<NewRecord> fresh =
        batch.records().stream().filter(each -> each.sequence() > row.mark()).toList();
    List<NewRecord> added = new ArrayList<>(late);
    added.addAll(fresh);
    append(
        handle, new LogOrigin(peer.agent(), peer.plant(), key.stream(), row.epoch()), added, now);
    restores.appended(handle, key, added);
    declareHoles(handle, key, row, batch);
    long mark = Math.max(row.mark(), batch.last());
    if (mark > row.mark()) {
      EpochRow.raise(handle, key, row.epoch(), mark);
    }
    return new Committed(mark, added.size(), batch.records().size() - added.size());
  }

  private void append(Handle handle, LogOrigin origin, List<NewRecord> records, Instant now) {
    if (origin.stream().equals(StreamKey.EVENTS)) {
      log.append(handle, origin, now, records);
    } else if (!records.isEmpty()) {
      log.append(handle, origin, now, Packing.block(records));
    }
  }

  private static void requireSession(Handle handle, StreamKey key, long session) {
    long owner =
        handle
            .createQuery("SELECT session FROM agent_stream WHERE agent = ? AND stream = ?")
            .bind(0, key.agent())
            .bind(1, key.stream())
            .mapTo(long.class)
            .findFirst()
            .orElse(0L);
    if (owner != session) {
      throw new MillraceException(
          ErrorCode.SESSION_FENCED,
          "session %d was replaced by session %d".formatted(session, owner));
    }
  }

  private static void requireNoHoleBefore(
      Handle handle, StreamKey key, EpochRow row, Received batch) {
    if (batch.first() > row.mark() + 1) {
      throw invalid(
          "batch begins at %d, expected at most %d: sequences between were not declared"
              .formatted(batch.first(), row.mark() + 1));
    }
    if (batch.first() < row.first()) {
      throw invalid("batch begins at %d, its run at %d".formatted(batch.first(), row.first()));
    }
    if (row.mark() >= row.first() || row.predecessor().isEmpty()) {
      return;
    }
    long before =
        EpochRow.find(handle, key, row.predecessor()).map(EpochRow::mark).orElse(Long.MAX_VALUE);
    if (before < Math.min(row.predecessorLast(), row.first() - 1)) {
      throw invalid(
          "run %s ended at %d, only %d is here: sequences between were not declared"
              .formatted(row.predecessor(), row.predecessorLast(), before));
    }
  }

  private static List<NewRecord> lateRecords(
      Handle handle, StreamKey key, EpochRow row, Received batch) {
    if (batch.first() > row.mark()) {
      return List.of();
    }
    List<NewRecord> late = new ArrayList<>();
    for (Received.Hole hole :
        HoleTable.within(handle, key, row.epoch(), batch.first(), batch.last())) {
      List<NewRecord> filling =
          batch.records().stream()
              .filter(each -> hole.first() <= each.sequence() && each.sequence() <= hole.last())
              .toList();
      if (!filling.isEmpty()) {
        late.addAll(filling);
        List<Long> sequences = filling.stream().map(NewRecord::sequence).toList();
        HoleTable.fill(handle, key, row.epoch(), hole, sequences);
      }
    }
    return late;
  }

  private static void declareHoles(Handle handle, StreamKey key, EpochRow row, Received batch) {
    for (Received.Hole hole : batch.holes()) {
      if (hole.last() > row.mark()) {
        long first = Math.max(hole.first(), row.mark() + 1);
        HoleTable.declare(
            handle, key, row.epoch(), new Received.Hole(first, hole.last(), hole.reason()));
      }
    }
  }

  private static MillraceException invalid(String message) {
    return new MillraceException(ErrorCode.BATCH_INVALID, message);
  }

  /** The run's mark after the batch, how many records were new and how many were there already. */
  record Committed(long mark, int added, int repeated) {}
}
