package io.millrace.relay.ingest;

import io.millrace.relay.eventlog.NewRecord;
import java.util.List;

/**
 * A batch that keeps the protocol: records and holes together cover first to last, without overlap
 * and in order.
 */
record Received(String epoch, long first, long last, List<NewRecord> records, List<Hole> holes) {
  Received {
    holes = List.copyOf(holes);
  }

  /** Sequences, both included, that the agent says it no longer has. */
  record Hole(long first, long last, String reason) {}
}
