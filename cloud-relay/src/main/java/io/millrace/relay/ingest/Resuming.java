package io.millrace.relay.ingest;

import io.millrace.v1.EpochRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Finds the first sequence that is not here, and makes rows for runs that are new. What the agent
 * no longer has before its oldest run counts to that run, so that it can be declared. Within a
 * write transaction.
 */
final class Resuming {
  private final Handle handle;
  private final StreamKey key;

  Resuming(Handle handle, StreamKey key) {
    this.handle = handle;
    this.key = key;
  }

  /** {@code lastEpoch} is the run of the session before, empty when there was none. */
  long resume(List<EpochRange> runs, String lastEpoch, boolean fork) {
    List<EpochRow> rows = new ArrayList<>();
    for (EpochRange run : runs) {
      boolean oldest = rows.isEmpty();
      rows.add(
          EpochRow.find(handle, key, run.getEpoch())
              .orElseGet(
                  () -> added(run, oldest ? start(run, lastEpoch, fork) : run.getFirstSequence())));
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).mark() < runs.get(i).getLastSequence()) {
        return rows.get(i).mark() + 1;
      }
    }
    return rows.get(rows.size() - 1).mark() + 1;
  }

  private EpochRow added(EpochRange run, long start) {
    EpochRow row =
        new EpochRow(
            run.getEpoch(), run.getPredecessor(), run.getPredecessorLast(), start, start - 1);
    row.insert(handle, key);
    return row;
  }

  private long start(EpochRange oldest, String lastEpoch, boolean fork) {
    Optional<EpochRow> predecessor = EpochRow.find(handle, key, oldest.getPredecessor());
    if (predecessor.isPresent()) {
      long here = Math.min(predecessor.get().mark(), oldest.getPredecessorLast());
      return here + 1;
    }
    if (fork) {
      return oldest.getFirstSequence();
    }
    long here = EpochRow.find(handle, key, lastEpoch).map(EpochRow::mark).orElse(0L);
    return Math.min(here + 1, oldest.getFirstSequence());
  }
}
