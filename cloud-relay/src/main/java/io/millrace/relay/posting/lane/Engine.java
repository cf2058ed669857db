package io.millrace.relay.posting.lane;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.Worker;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.connector.Call;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Limits;
import io.millrace.relay.connector.Operation;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Takes lanes one posting at a time through READY, SENDING, and what comes of it. Does no I/O: what
 * it writes goes to {@link Commits}, what it asks goes to connectors, and both come back through
 * its inbox; so a simulation can own time, commits and the target. One thread.
 */
final class Engine implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final String NOT_WRITTEN = "the store did not take what a lane wrote";

  /** Postings that a lane does in a row while others wait for its place. */
  private static final int STREAK_MAX = 50;

  private static final Duration AFTER_FAILED_COMMIT = Duration.ofSeconds(1);
  private static final Duration LEASE_CHECK = Duration.ofMillis(100);

  /** Longest wait for calls under way when the relay stops. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(3);

  private final Commits commits;
  private final Ledger ledger;
  private final Judge judge;
  private final Clock clock;
  private final Map<String, Gate> gates;
  private final Map<Long, Lane> lanes = new HashMap<>();
  private final Inbox inbox = new Inbox();
  private final Intake intake;
  private final Recounts recounts;
  private long calls;
  private final long started;
  private long nextLeaseCheck;
  private boolean closing;

  Engine(Commits commits, Ledger ledger, Judge judge, Clock clock, Map<String, Gate> gates) {
    this.commits = commits;
    this.ledger = ledger;
    this.judge = judge;
    this.clock = clock;
    this.gates = Map.copyOf(gates);
    this.intake = new Intake(commits, ledger, inbox, clock, this::load, lanes::size);
    this.started = clock.nanos();
    this.nextLeaseCheck = started;
    this.recounts = new Recounts(commits, ledger, inbox, clock, this.gates, this::credentials);
  }

  Inbox inbox() {
    return inbox;
  }

  Intake intake() {
    return intake;
  }

  @Override
  public String name() {
    return "postings";
  }

  @Override
  public int work() {
    int done = inbox.drain();
    long now = clock.nanos();
    done += intake.work(now);
    done += inbox.runDue(now);
    for (Gate gate : gates.values()) {
      done += go(gate, now);
    }
    if (now - nextLeaseCheck >= 0) {
      nextLeaseCheck = now + LEASE_CHECK.toNanos();
      takeOver(now);
    }
    return done + recounts.work(now);
  }

  /** Starts nothing new, and gives what runs a moment to end, so that it need not be verified. */
  @Override
  public void close() {
    closing = true;
    long until = clock.nanos() + DRAIN_MAX.toNanos();
    while (lanes.values().stream().anyMatch(lane -> lane.call != 0) && clock.nanos() - until < 0) {
      inbox.await();
    }
  }

  private void load(Collection<LaneHead> heads) {
    for (LaneHead head : heads) {
      Lane known = lanes.get(head.posting().lane());
      if (known != null) {
        known.more();
        continue;
      }
      Gate gate = gates.get(head.posting().target());
      if (gate == null || !head.isRunnable() || lanes.size() >= Intake.LANES_MAX) {
        intake.left(gate != null && head.isRunnable());
        continue;
      }
      Lane lane = new Lane(head.posting().lane(), gate, head);
      lanes.put(lane.id, lane);
      await(lane, clock.nanos() + firstWait(lane));
    }
  }

  private int go(Gate gate, long now) {
    int done = 0;
    for (Lane lane = gate.waiting.peek();
        !closing && lane != null && lane.due - now <= 0;
        lane = gate.waiting.peek()) {
      Verdict unasked = unasked(lane);
      if (unasked == null && !gate.enter(now)) {
        return done;
      }
      gate.waiting.poll();
      done++;
      if (unasked != null) {
        settle(lane, unasked, null, false);
      } else if (isToBeVerified(lane)) {
        lookup(lane);
      } else {
        claim(lane);
      }
    }
    return done;
  }

  /** What is to be done without asking the target; null when it is to be asked. */
  private @Nullable Verdict unasked(Lane lane) {
    Posting posting = lane.head.posting();
    Operation operation = lane.gate.target.operations().get(posting.operation());
    if (operation == null) {
      return new Verdict.Raise(
          CaseClass.REJECTED,
          "target %s has no operation '%s' any more"
              .formatted(posting.target(), posting.operation()));
    }
    Terms terms = terms(lane, operation);
    return posting.state() == PostingState.UNKNOWN && terms.level() != Level.L3
        ? judge.unverifiable(posting, terms)
        : null;
  }

  /** Also what may have been sent before the database became what it is. */
  private static boolean isToBeVerified(Lane lane) {
    Posting posting = lane.head.posting();
    return posting.state() == PostingState.UNKNOWN
        || (posting.doubt() == Doubt.START && terms(lane, operation(lane)).level() == Level.L3);
  }

  private void claim(Lane lane) {
    LaneHead head = lane.head;
    lane.streak = 0;
    lane.leaseUntil = clock.nanos() + limits(lane).lease().toNanos();
    after(
        () -> commits.write(handle -> ledger.claim(handle, head)),
        (claimed, thrown) -> {
          if (claimed == null) {
            lane.gate.cancel();
            failedCommit(lane, thrown, () -> await(lane, clock.nanos()));
          } else {
            claimed(lane, claimed);
          }
        });
  }

  private void claimed(Lane lane, Settled claimed) {
    LaneHead next = claimed.next();
    if (next != null) {
      send(lane, next, claimed.nextAttempt());
      return;
    }
    lane.gate.cancel();
    lanes.remove(lane.id);
    intake.rescan();
  }

  private void send(Lane lane, LaneHead head, int attempt) {
    lane.head = head;
    lane.attempt = attempt;
    long call = ++calls;
    lane.call = call;
    Instant started = clock.now();
    Posting posting = head.posting();
    Call asked = call(lane);
    after(
        () -> posting.isUndo() ? lane.gate.connector.undo(asked) : lane.gate.connector.send(asked),
        (answer, thrown) -> {
          Outcome outcome = known(lane, answer, thrown);
          lane.gate.leave(outcome);
          if (lane.call == call) {
            answered(lane, started, outcome);
          } else {
            late(lane, posting.id(), attempt, outcome);
          }
        });
  }

  private void late(Lane lane, long posting, int attempt, Outcome outcome) {
    after(
        () ->
            commits.write(
                handle ->
                    ledger.late(handle, posting, attempt, Words.of(outcome), Words.text(outcome))),
        (noted, thrown) -> warn(lane, "late result not noted", thrown));
  }

  private void answered(Lane lane, Instant started, Outcome outcome) {
    Posting posting = lane.head.posting();
    lane.call = 0;
    credentials(lane.gate, outcome);
    Verdict verdict =
        judge.sent(posting, terms(lane, operation(lane)), outcome, clock.nanos(), lane.soft);
    boolean unreached = verdict instanceof Verdict.Again again && !again.burn();
    lane.soft = unreached ? lane.soft + 1 : 0;
    settle(
        lane,
        verdict,
        new Attempted(
            Attempted.SEND, lane.attempt, started, Words.of(outcome), Words.text(outcome)),
        mayGoOn(lane, verdict));
  }

  private boolean mayGoOn(Lane lane, Verdict verdict) {
    boolean fair = ++lane.streak < STREAK_MAX || lane.gate.waiting.isEmpty();
    return verdict instanceof Verdict.Confirm
        && lane.head.more()
        && fair
        && !closing
        && lane.gate.enter(clock.nanos());
  }

  private void lookup(Lane lane) {
    Posting posting = lane.head.posting();
    Instant started = clock.now();
    Call asked = call(lane);
    after(
        () -> lane.gate.connector.lookup(asked),
        (answer, thrown) -> {
          Found found = Words.found(answer, thrown);
          lane.gate.leave(found);
          credentials(lane.gate, found);
          Verdict verdict = judge.found(posting, found, lane.soft);
          lane.soft = found instanceof Found.Unclear ? lane.soft + 1 : 0;
          Attempted attempted =
              new Attempted(Attempted.VERIFY, 0, started, Words.of(found), Words.text(found));
          settle(lane, verdict, attempted, false);
        });
  }

  private void settle(Lane lane, Verdict verdict, @Nullable Attempted attempted, boolean chain) {
    LaneHead head = lane.head;
    Operation operation = lane.gate.target.operations().get(head.posting().operation());
    Terms terms = operation == null ? Words.NO_OPERATION : terms(lane, operation);
    lane.leaseUntil = clock.nanos() + limits(lane).lease().toNanos();
    after(
        () ->
            commits.write(
                handle ->
                    ledger.conclude(handle, head, terms, limits(lane), verdict, attempted, chain)),
        (settled, thrown) -> {
          if (settled == null) {
            cancel(lane, chain);
            failedCommit(lane, thrown, () -> settle(lane, verdict, attempted, false));
          } else {
            settled(lane, head.posting(), verdict, settled, chain);
          }
        });
  }

  private void settled(Lane lane, Posting before, Verdict verdict, Settled settled, boolean chain) {
    LaneHead next = settled.next();
    if (next != null && settled.nextAttempt() > 0) {
      send(lane, next, settled.nextAttempt());
      return;
    }
    cancel(lane, chain);
    if (next == null || !next.isRunnable()) {
      lanes.remove(lane.id);
      return;
    }
    boolean same = next.posting().id() == before.id() && !settled.late();
    lane.head = next;
    await(lane, clock.nanos() + (same ? wait(lane, verdict) : firstWait(lane)));
  }

  private static void cancel(Lane lane, boolean chain) {
    if (chain) {
      lane.gate.cancel();
    }
  }

  private long wait(Lane lane, Verdict verdict) {
    if (verdict instanceof Verdict.Again again) {
      return again.delay().toNanos();
    }
    return verdict instanceof Verdict.Verify verify ? verify.delay().toNanos() : firstWait(lane);
  }

  /** Of a head that was just read: nobody here saw the end of a request that may still come. */
  private long firstWait(Lane lane) {
    Posting posting = lane.head.posting();
    Operation operation = lane.gate.target.operations().get(posting.operation());
    if (operation == null || !mayStillCome(posting, terms(lane, operation).level())) {
      return 0;
    }
    long unseen = terms(lane, operation).unseen().toNanos();
    return posting.doubt().isRestored() && posting.sends() == 0
        ? Math.max(0, started + unseen - clock.nanos())
        : unseen;
  }

  /** Where a late request does harm; an L2 that waits to be sent again is READY. */
  private static boolean mayStillCome(Posting posting, Level level) {
    boolean isUnknown = posting.state() == PostingState.UNKNOWN;
    return switch (level) {
      case L2 -> isUnknown || posting.unknowns() > 0;
      case L3 -> isUnknown;
      case L1, L4 -> false;
    };
  }

  private void takeOver(long now) {
    for (Lane lane : lanes.values()) {
      if (lane.call != 0 && now - lane.leaseUntil > 0) {
        LOG.atWarn().addKeyValue("posting", lane.head.posting().id()).log("lease ran out");
        lane.call = 0;
        lane.leaseUntil = now;
        takeOver(lane, lane.head, lane.attempt);
      }
    }
  }

  private void takeOver(Lane lane, LaneHead head, int attempt) {
    after(
        () -> commits.write(handle -> ledger.takeOver(handle, head, attempt)),
        (settled, thrown) -> {
          if (settled == null) {
            failedCommit(lane, thrown, () -> takeOver(lane, head, attempt));
          } else if (settled.next() == null || !settled.next().isRunnable()) {
            lanes.remove(lane.id);
          } else {
            lane.head = settled.next();
            await(lane, clock.nanos() + firstWait(lane));
          }
        });
  }

  private void credentials(Gate gate, Outcome outcome) {
    boolean refused = Words.failure(outcome) == FailureClass.AUTH;
    credentials(gate, refused, outcome instanceof Outcome.Done, Words.text(outcome));
  }

  private void credentials(Gate gate, Found found) {
    boolean refused = found instanceof Found.Unclear unclear && unclear.auth();
    credentials(gate, refused, !(found instanceof Found.Unclear), Words.text(found));
  }

  private void credentials(Gate gate, boolean refused, boolean taken, String text) {
    String target = gate.target.target();
    if (refused) {
      after(
          () -> commits.write(handle -> ledger.refusedCredentials(handle, gate.target, text)),
          (done, thrown) -> warn(gate, "case not opened", thrown));
    } else if (taken && gate.tookCredentials()) {
      after(
          () -> commits.write(handle -> ledger.tookCredentials(handle, target)),
          (done, thrown) -> warn(gate, "case not withdrawn", thrown));
    }
  }

  private void failedCommit(Lane lane, @Nullable Throwable thrown, Runnable again) {
    warn(lane, "commit failed", thrown);
    inbox.at(clock.nanos() + AFTER_FAILED_COMMIT.toNanos(), again);
  }

  private static void warn(Lane lane, String what, @Nullable Throwable thrown) {
    if (thrown != null) {
      about(lane.gate, what, thrown)
          .addKeyValue("posting", lane.head.posting().id())
          .log(NOT_WRITTEN);
    }
  }

  private static void warn(Gate gate, String what, @Nullable Throwable thrown) {
    if (thrown != null) {
      about(gate, what, thrown).log(NOT_WRITTEN);
    }
  }

  private static LoggingEventBuilder about(Gate gate, String what, Throwable thrown) {
    return LOG.atWarn()
        .addKeyValue("target", gate.target.target())
        .addKeyValue("code", ErrorCode.STORE_UNAVAILABLE)
        .addKeyValue("detail", what)
        .setCause(thrown);
  }

  private void await(Lane lane, long due) {
    lane.due = due;
    lane.gate.waiting.add(lane);
  }

  private Call call(Lane lane) {
    Posting posting = lane.head.posting();
    return new Call(
        posting.operation(),
        posting.fields(),
        posting.reference(),
        posting.undoDocument(),
        lane.leaseUntil - limits(lane).timeout().toNanos());
  }

  private Outcome known(Lane lane, @Nullable Outcome outcome, @Nullable Throwable thrown) {
    return outcome != null
        ? outcome
        : new Outcome.Unknown(
            String.valueOf(thrown), clock.nanos() + limits(lane).timeout().toNanos());
  }

  private static Terms terms(Lane lane, Operation operation) {
    return Terms.of(lane.head.posting(), operation, limits(lane));
  }

  private static Operation operation(Lane lane) {
    return lane.gate.target.operation(lane.head.posting().operation());
  }

  private static Limits limits(Lane lane) {
    return lane.gate.target.limits();
  }

  private <T> void after(
      Supplier<CompletableFuture<T>> what, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    inbox.after(what, then);
  }
}
