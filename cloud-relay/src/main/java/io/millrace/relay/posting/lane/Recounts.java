package io.millrace.relay.posting.lane;

import io.millrace.base.time.Clock;
import io.millrace.relay.connector.Call;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Limits;
import io.millrace.relay.connector.Operation;
import io.millrace.relay.posting.Posting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts documents with our reference after a posting was sent more than once: a second one that
 * came later than the target promised is found here. Holds up no lane. Owned by the engine's
 * thread.
 */
final class Recounts {
  private static final Logger LOG = LoggerFactory.getLogger(Recounts.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_UNCLEAR = Duration.ofSeconds(5);

  /** Postings of one target that are counted in one round. */
  private static final int PAGE = 16;

  private final Commits commits;
  private final Ledger ledger;
  private final Inbox inbox;
  private final Clock clock;
  private final Map<String, Gate> gates;
  private final BiConsumer<Gate, Found> credentials;
  private final Set<Long> running = new HashSet<>();
  private boolean busy;
  private long next;

  Recounts(
      Commits commits,
      Ledger ledger,
      Inbox inbox,
      Clock clock,
      Map<String, Gate> gates,
      BiConsumer<Gate, Found> credentials) {
    this.commits = commits;
    this.ledger = ledger;
    this.inbox = inbox;
    this.clock = clock;
    this.gates = new TreeMap<>(gates);
    this.credentials = credentials;
    this.next = clock.nanos();
  }

  int work(long now) {
    if (busy || now - next < 0) {
      return 0;
    }
    busy = true;
    next = now + POLL.toNanos();
    Instant due = clock.now();
    inbox.after(
        () -> commits.write(handle -> due(handle, due)),
        (postings, thrown) -> {
          busy = false;
          if (postings == null) {
            LOG.atWarn().setCause(thrown).log("postings to count not read, tried again");
          } else {
            postings.forEach(this::count);
          }
        });
    return 0;
  }

  /** As many of each target, so that one that does not answer holds up no other. */
  private List<Posting> due(Handle handle, Instant now) {
    List<Posting> due = new ArrayList<>();
    for (Gate gate : gates.values()) {
      Instant never = now.plus(gate.target.limits().recount()).plus(AFTER_UNCLEAR);
      due.addAll(
          LaneRows.toCount(
              handle,
              gate.target.target(),
              now.toEpochMilli(),
              Math.max(never.toEpochMilli(), settled(gate, now)),
              PAGE));
    }
    return due;
  }

  private static long settled(Gate gate, Instant now) {
    Limits limits = gate.target.limits();
    return now.plus(limits.settle()).plus(limits.lookupLag()).toEpochMilli();
  }

  private void count(Posting posting) {
    Gate gate = gates.get(posting.target());
    Operation operation = gate == null ? null : gate.target.operations().get(posting.operation());
    if (gate == null || operation == null || operation.lookup() == null) {
      later(posting);
      return;
    }
    if (running.contains(posting.id()) || !gate.enter(clock.nanos())) {
      return;
    }
    running.add(posting.id());
    Instant started = clock.now();
    Call call =
        new Call(posting.operation(), posting.fields(), posting.reference(), null, clock.nanos());
    inbox.after(
        () -> gate.connector.lookup(call),
        (answer, thrown) -> {
          Found found = Words.found(answer, thrown);
          gate.leave(found);
          credentials.accept(gate, found);
          counted(gate, posting, started, found);
        });
  }

  private void counted(Gate gate, Posting posting, Instant started, Found found) {
    if (found instanceof Found.Unclear) {
      later(posting);
      return;
    }
    List<String> numbers =
        found instanceof Found.Documents documents ? documents.numbers() : List.of();
    Attempted attempted =
        new Attempted(Attempted.RECOUNT, 0, started, Words.of(found), Words.text(found));
    inbox.after(
        () ->
            commits.write(
                handle ->
                    ledger.counted(handle, posting, gate.target.limits(), numbers, attempted)),
        (done, thrown) -> ended(posting, thrown));
  }

  private void later(Posting posting) {
    long due = clock.now().plus(AFTER_UNCLEAR).toEpochMilli();
    inbox.after(
        () -> commits.write(handle -> ledger.countLater(handle, posting.id(), due)),
        (done, thrown) -> ended(posting, thrown));
  }

  private void ended(Posting posting, @org.jspecify.annotations.Nullable Throwable thrown) {
    running.remove(posting.id());
    if (thrown != null) {
      LOG.atWarn()
          .addKeyValue("posting", posting.id())
          .setCause(thrown)
          .log("count not noted, tried again");
    }
  }
}
