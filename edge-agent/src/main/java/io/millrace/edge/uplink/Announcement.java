package io.millrace.edge.uplink;

import io.millrace.edge.journal.EpochRange;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalStream;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.StreamState;
import java.util.List;

/** What the agent tells about its journal when it opens a session. One thread. */
final class Announcement {
  private Announcement() {}

  static OpenSessionRequest of(Journal journal, String version) {
    return OpenSessionRequest.newBuilder()
        .setEpoch(journal.epoch())
        .setVersion(version)
        .setJournal(journal.id())
        .addStreams(state(journal.events()))
        .addStreams(state(journal.telemetry()))
        .build();
  }

  private static StreamState state(JournalStream stream) {
    StreamState.Builder state =
        StreamState.newBuilder()
            .setStream(stream.name().text())
            .setAcknowledged(stream.acknowledged());
    long durable = stream.durable();
    List<EpochRange> runs = stream.epochs();
    for (EpochRange run : runs) {
      long last = Math.max(run.first() - 1, Math.min(run.last(), durable));
      state.addEpochs(
          io.millrace.v1.EpochRange.newBuilder()
              .setEpoch(run.epoch())
              .setPredecessor(run.predecessor())
              .setPredecessorLast(run.predecessorLast())
              .setFirstSequence(run.first())
              .setLastSequence(last));
    }
    return state.build();
  }
}
