package io.millrace.relay.casework;

import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.relay.store.Store;
import io.millrace.v1.Case;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jdbi.v3.core.Handle;

/**
 * The questions that wait for a person. What takes a {@link Handle} runs on the store's writer
 * thread within the caller's transaction; the rest runs on any thread and blocks on the store.
 */
public final class Cases {
  /** Cases in one answer. */
  public static final int LIST_MAX = 1_000;

  /** Longest text kept of a title, detail or note. */
  static final int TEXT_CHARACTERS_MAX = 4_000;

  private static final String WITHDRAWN = "withdrawn";

  private final Store store;
  private final Clock clock;
  private final CaseLog log;
  private final ConcurrentMap<String, Decision> decisions = new ConcurrentHashMap<>();

  /** Over that store; the clock stamps openings and closings. */
  public Cases(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.log = new CaseLog(clock);
  }

  /** Says what happens when a case of that class is closed with that decision; any thread. */
  public void register(Decision decision) {
    String name = name(decision.caseClass().name(), decision.name());
    if (decisions.putIfAbsent(name, decision) != null) {
      throw new IllegalArgumentException("decision " + name + " is registered twice");
    }
  }

  /**
   * Opens a case, or counts another occurrence of the open one with this class and fingerprint;
   * returns its number.
   */
  public long open(Handle handle, NewCase asked) {
    long now = clock.now().toEpochMilli();
    Optional<Long> before = openNumber(handle, asked.caseClass(), asked.fingerprint());
    if (before.isPresent()) {
      handle.execute(
          "UPDATE exception_case SET occurrences = occurrences + 1, last_seen_at = ?, detail = ?"
              + " WHERE id = ?",
          now,
          CaseRows.cut(asked.detail()),
          before.get());
      return before.get();
    }
    long id = CaseRows.insert(handle, asked, now);
    afterCommit(handle, () -> log.opened(id, asked));
    return id;
  }

  /**
   * Asks anew about what the decision of that case could not do; returns the number of the new
   * case.
   */
  public long again(Handle handle, long number, String detail) {
    Case decided = require(handle, number);
    String fingerprint =
        handle
            .createQuery("SELECT fingerprint FROM exception_case WHERE id = ?")
            .bind(0, number)
            .mapTo(String.class)
            .one();
    return open(
        handle,
        new NewCase(
            CaseClass.valueOf(decided.getClass_()),
            fingerprint,
            decided.getTitle(),
            detail,
            decided.getPlant(),
            decided.getOrder(),
            decided.getSubject(),
            decided.getDecisionsList()));
  }

  /** What is rolled back is not said. */
  private static void afterCommit(Handle handle, Runnable said) {
    if (handle.isInTransaction()) {
      handle.afterCommit(said);
    } else {
      said.run();
    }
  }

  /**
   * Ends the open case of that class and fingerprint without a decision, because its cause is gone;
   * does nothing when there is none.
   */
  public void withdraw(Handle handle, CaseClass caseClass, String fingerprint, String why) {
    openNumber(handle, caseClass, fingerprint)
        .ifPresent(
            id -> {
              CaseRows.close(handle, id, clock.now().toEpochMilli(), WITHDRAWN, why);
              afterCommit(handle, () -> log.closed(id, caseClass.name(), WITHDRAWN));
            });
  }

  /** Open ones, or all; newest first, at most {@link #LIST_MAX}. */
  public List<Case> list(boolean closedToo) {
    return list(closedToo, Optional.empty());
  }

  /** The same of one plant; without a plant, of all and of none. */
  public List<Case> list(boolean closedToo, Optional<String> plant) {
    return store.read(handle -> CaseRows.list(handle, closedToo, plant.orElse(""), LIST_MAX));
  }

  /** The case of that number. NOT_FOUND. */
  public Case get(long id) {
    return store.read(handle -> require(handle, id));
  }

  /** Open cases by class, sorted by its name. */
  public Map<String, Long> openByClass() {
    return store.read(
        handle -> {
          Map<String, Long> counts = new TreeMap<>();
          handle
              .createQuery(
                  "SELECT class, count(*) AS n FROM exception_case WHERE closed_at IS NULL"
                      + " GROUP BY class")
              .map(
                  row ->
                      Map.entry(
                          row.getColumn("class", String.class), row.getColumn("n", Long.class)))
              .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
          return counts;
        });
  }

  /**
   * Ends a case in one transaction with what its decision does; blocks until it is committed, so
   * never on the writer thread. NOT_FOUND for an unknown number; USAGE, naming the decisions that
   * fit, for a case that is closed already or a decision that does not fit; what the decision
   * itself refuses leaves the case open.
   */
  public Case close(long id, String decision, String note) {
    return store.writeNow(
        handle -> {
          Case asked = require(handle, id);
          requireFits(asked, decision);
          CaseRows.close(handle, id, clock.now().toEpochMilli(), decision, note);
          afterCommit(handle, () -> log.closed(id, asked.getClass_(), decision));
          Case decided = require(handle, id);
          Decision registered = decisions.get(name(asked.getClass_(), decision));
          if (registered != null) {
            registered.apply(handle, decided, note);
          }
          return decided;
        });
  }

  private static void requireFits(Case asked, String decision) {
    if (!asked.getClosedAt().isEmpty()) {
      throw MillraceException.hinted(
          ErrorCode.USAGE,
          "case %d was closed at %s with '%s'"
              .formatted(asked.getId(), asked.getClosedAt(), asked.getDecision()),
          "nothing was changed; millrace-relay case list shows those that are open");
    }
    List<String> fitting = asked.getDecisionsList();
    if (!fitting.contains(decision)) {
      throw MillraceException.hinted(
          ErrorCode.USAGE,
          "case %d (%s) cannot be closed with '%s', decisions that fit: %s%s"
              .formatted(
                  asked.getId(),
                  asked.getClass_(),
                  decision,
                  String.join(", ", fitting),
                  Nearest.suggestion(decision, fitting)),
          "nothing was changed; give --decision one of those");
    }
  }

  private static Case require(Handle handle, long id) {
    return CaseRows.find(handle, id)
        .orElseThrow(() -> new MillraceException(ErrorCode.NOT_FOUND, "no case " + id));
  }

  private static Optional<Long> openNumber(Handle handle, CaseClass caseClass, String fingerprint) {
    return handle
        .createQuery(
            "SELECT id FROM exception_case WHERE class = ? AND fingerprint = ?"
                + " AND closed_at IS NULL")
        .bind(0, caseClass.name())
        .bind(1, fingerprint)
        .mapTo(Long.class)
        .findOne();
  }

  private static String name(String caseClass, String decision) {
    return caseClass + "/" + decision;
  }
}
