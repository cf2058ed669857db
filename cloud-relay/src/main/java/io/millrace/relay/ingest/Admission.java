package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.casework.NewCase;
import io.millrace.v1.EpochRange;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.StreamPosition;
import io.millrace.v1.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens sessions: refuses a fork whose other branch is live or was within ten minutes, unless the
 * agent was enrolled anew since, takes the fence, and says where each stream goes on. Only within a
 * write transaction.
 */
final class Admission {
  /** A branch seen so recently is not given up. */
  static final Duration BRANCH_KEPT = Duration.ofMinutes(10);

  /** Runs that an agent may announce for a stream. */
  static final int EPOCHS_MAX = 10_000;

  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
  private static final List<String> NOTED = List.of("noted");

  private final Cases cases;
  private final Restores restores;

  Admission(Cases cases, Restores restores) {
    this.cases = cases;
    this.restores = restores;
  }

  /** AGENT_FORKED; BATCH_INVALID for an announcement that contradicts itself. */
  OpenSessionResponse open(Handle handle, Peer peer, OpenSessionRequest request, Instant now) {
    request.getStreamsList().forEach(stream -> check(request, stream));
    Optional<SessionRow> before = SessionRow.find(handle, peer.agent());
    Optional<String> fork = new Branches(handle, peer.agent(), before).fork(request);
    fork.ifPresent(sign -> judgeFork(handle, peer, before, sign, now));

    long session = 1 + before.map(SessionRow::session).orElse(0L);
    new SessionRow(peer.agent(), session, request.getEpoch(), request.getJournal(), now, now)
        .open(handle, request.getVersion());
    OpenSessionResponse.Builder response =
        OpenSessionResponse.newBuilder().setSession(session).setRelayTimeMs(now.toEpochMilli());
    for (StreamState stream : request.getStreamsList()) {
      StreamKey key = new StreamKey(peer.agent(), stream.getStream());
      String lastEpoch = before.map(SessionRow::epoch).orElse("");
      long resume =
          new Resuming(handle, key).resume(stream.getEpochsList(), lastEpoch, fork.isPresent());
      if (restores.opened(handle, key, stream, resume - 1, now)) {
        noteRestored(handle, peer, stream, resume - 1);
      }
      response.addStreams(fence(handle, key, session, resume));
    }
    return response.build();
  }

  private static void check(OpenSessionRequest request, StreamState stream) {
    List<EpochRange> runs = stream.getEpochsList();
    boolean ends =
        !runs.isEmpty()
            && runs.size() <= EPOCHS_MAX
            && runs.get(runs.size() - 1).getEpoch().equals(request.getEpoch())
            && !request.getEpoch().isEmpty();
    boolean ascends =
        runs.stream()
            .allMatch(
                run ->
                    run.getFirstSequence() > 0
                        && run.getLastSequence() >= run.getFirstSequence() - 1
                        && run.getPredecessorLast() < run.getFirstSequence());
    if (!ends || !ascends) {
      throw new MillraceException(
          ErrorCode.BATCH_INVALID,
          "%s: %d runs announced, expected ascending ones that end with run %s"
              .formatted(stream.getStream(), runs.size(), request.getEpoch()));
    }
  }

  private void judgeFork(
      Handle handle, Peer peer, Optional<SessionRow> before, String sign, Instant now) {
    Instant seen = before.map(SessionRow::seenAt).orElse(Instant.EPOCH);
    if (seen.plus(BRANCH_KEPT).isAfter(now) && !isEnrolledSince(peer, before)) {
      throw new MillraceException(
          ErrorCode.AGENT_FORKED,
          "%s; the other branch had a session at %s, so this one is refused until %s"
              .formatted(sign, seen, seen.plus(BRANCH_KEPT)));
    }
    LOG.atWarn()
        .addKeyValue("agent", peer.agent())
        .addKeyValue("code", CaseClass.AGENT_FORK)
        .addKeyValue("detail", sign)
        .log("another branch of the journal was accepted");
    cases.open(
        handle,
        new NewCase(
            CaseClass.AGENT_FORK,
            peer.agent() + "/" + sign,
            "agent %s came back with another branch of its journal".formatted(peer.agent()),
            sign + "; last session of the other branch at " + seen,
            peer.plant(),
            "",
            peer.agent(),
            NOTED));
  }

  /**
   * Whether a person enrolled the agent anew after the other branch opened its last session: that
   * says that the box was set up again, and the other branch is over.
   */
  private static boolean isEnrolledSince(Peer peer, Optional<SessionRow> before) {
    return before.map(SessionRow::openedAt).filter(peer.enrolledAt()::isAfter).isPresent();
  }

  private void noteRestored(Handle handle, Peer peer, StreamState stream, long committed) {
    String detail =
        "%s: the agent heard %d acknowledged, only %d is here; it sends again what it still has, what was READY and what comes of its events is looked up in the targets before it is sent, enrolment codes are void, and what webhooks told since the backup is lost here unless its senders repeat it"
            .formatted(stream.getStream(), stream.getAcknowledged(), committed);
    LOG.atWarn()
        .addKeyValue("agent", peer.agent())
        .addKeyValue("code", CaseClass.RELAY_RESTORED)
        .addKeyValue("detail", detail)
        .log("the relay has less than the agent heard acknowledged");
    cases.open(
        handle,
        new NewCase(
            CaseClass.RELAY_RESTORED,
            peer.agent() + "/" + stream.getStream(),
            "the relay has less of agent %s than it acknowledged".formatted(peer.agent()),
            detail,
            peer.plant(),
            "",
            peer.agent(),
            NOTED));
  }

  private static StreamPosition fence(Handle handle, StreamKey key, long session, long resume) {
    handle.execute(
        """
        INSERT INTO agent_stream VALUES (?, ?, ?, '', 0)
        ON CONFLICT (agent, stream) DO UPDATE SET session = excluded.session
        """,
        key.agent(),
        key.stream(),
        session);
    return handle
        .createQuery("SELECT epoch FROM agent_stream WHERE agent = ? AND stream = ?")
        .bind(0, key.agent())
        .bind(1, key.stream())
        .mapTo(String.class)
        .map(
            epoch ->
                StreamPosition.newBuilder()
                    .setStream(key.stream())
                    .setCommittedSequence(resume - 1)
                    .setCommittedEpoch(epoch)
                    .setResumeSequence(resume)
                    .build())
        .one();
  }
}
