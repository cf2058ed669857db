package io.millrace.relay.ingest;

import io.millrace.v1.EpochRange;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.StreamState;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Tells whether an agent's runs continue what is committed, or are another branch of it (rule J1):
 * an image that was restored, a box that was cloned, a journal that was wiped. Within a
 * transaction.
 */
final class Branches {
  private final Handle handle;
  private final String agent;
  private final Optional<SessionRow> before;

  Branches(Handle handle, String agent, Optional<SessionRow> before) {
    this.handle = handle;
    this.agent = agent;
    this.before = before;
  }

  /** What shows that it is another branch; empty when it continues. */
  Optional<String> fork(OpenSessionRequest request) {
    return request.getStreamsList().stream()
        .map(stream -> fork(new StreamKey(agent, stream.getStream()), stream))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> fork(StreamKey key, StreamState stream) {
    List<EpochRange> runs = stream.getEpochsList();
    for (EpochRange run : runs) {
      Optional<String> sign =
          EpochRow.find(handle, key, run.getEpoch()).isPresent()
              ? Optional.empty()
              : forkOfUnknown(key, run);
      if (sign.isPresent()) {
        return sign;
      }
    }
    return before.flatMap(session -> otherBranchIsNewer(key, runs, session));
  }

  private Optional<String> forkOfUnknown(StreamKey key, EpochRange run) {
    for (EpochRow sibling : EpochRow.after(handle, key, run.getPredecessor())) {
      return Optional.of(
          "%s: runs %s and %s both follow %s"
              .formatted(
                  key.stream(), sibling.epoch(), run.getEpoch(), named(run.getPredecessor())));
    }
    return EpochRow.find(handle, key, run.getPredecessor())
        .filter(predecessor -> predecessor.mark() > run.getPredecessorLast())
        .map(
            predecessor ->
                "%s: run %s continues %s after %d, which went on to %d"
                    .formatted(
                        key.stream(),
                        run.getEpoch(),
                        predecessor.epoch(),
                        run.getPredecessorLast(),
                        predecessor.mark()));
  }

  /** The last session was of a run that this journal does not know. */
  private Optional<String> otherBranchIsNewer(
      StreamKey key, List<EpochRange> runs, SessionRow session) {
    boolean continues =
        runs.stream()
            .anyMatch(
                run ->
                    run.getEpoch().equals(session.epoch())
                        || run.getPredecessor().equals(session.epoch()));
    if (continues) {
      return Optional.empty();
    }
    long oldest = runs.get(0).getFirstSequence();
    return EpochRow.find(handle, key, session.epoch())
        .filter(last -> isKnown(key, runs) || last.mark() >= oldest)
        .map(
            last ->
                "%s: the last session was of run %s, which this journal does not know"
                    .formatted(key.stream(), last.epoch()));
  }

  private boolean isKnown(StreamKey key, List<EpochRange> runs) {
    return EpochRow.find(handle, key, runs.get(runs.size() - 1).getEpoch()).isPresent();
  }

  private static String named(String predecessor) {
    return predecessor.isEmpty() ? "nothing" : predecessor;
  }
}
