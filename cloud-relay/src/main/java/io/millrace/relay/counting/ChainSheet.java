package io.millrace.relay.counting;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.casework.NewCase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The chains that one transaction touches: each row is read once and written once, by {@link
 * #flush}, which must be the last call. On the writer thread; not kept beyond the transaction.
 */
public final class ChainSheet {
  private final Handle handle;
  private final Cases cases;
  private final CounterTotals totals;
  private final Map<List<String>, Optional<Counter>> counters = new HashMap<>();
  private final Map<List<String>, Optional<Generation>> generations = new HashMap<>();
  private final Set<List<String>> changed = new HashSet<>();

  ChainSheet(Handle handle, Cases cases) {
    this.handle = handle;
    this.cases = cases;
    this.totals = new CounterTotals(handle);
  }

  /** Judges a count, moves its chain, opens what cases it needs; the pieces are its whole. */
  public List<Piece> take(Count count) {
    Known known = known(count);
    Judgement judgement = ChainRule.judge(count, known);
    put(judgement.generation());
    putCounter(count, known, judgement);
    judgement.fills().forEach(fill -> fill(count, fill));
    judgement.findings().forEach(found -> ask(count, known, found));
    judgement.pieces().forEach(piece -> note(count, piece));
    return judgement.pieces();
  }

  /** Puts down that an event at that position breaks the contract of a count. */
  public void refuse(String plant, long position, String event, String what) {
    WithheldRows.insertInvalid(handle, plant, position, event);
    cases.open(handle, ChainCases.invalid(plant, event, what));
  }

  /** Withholds, for those flows, a stretch that had passed: it came after its order's end. */
  public void withholdLate(Count count, Piece piece, List<String> flows) {
    Piece late = new Piece(piece.from(), piece.to(), CountRule.LATE);
    flows.forEach(flow -> WithheldRows.insert(handle, count, late, count.event(), flow));
    totals.withhold(count, piece);
    cases.open(handle, ChainCases.late(count, piece.length()));
  }

  /** Withholds, for that flow, a stretch that had passed: its condition had no value for it. */
  public void withholdUndecided(Count count, Piece piece, String flow, String why) {
    Piece undecided = new Piece(piece.from(), piece.to(), CountRule.UNDECIDED);
    WithheldRows.insert(handle, count, undecided, count.event(), flow);
    totals.withhold(count, piece);
    cases.open(handle, ChainCases.undecided(count, flow, why));
  }

  /** Writes everything that changed. */
  public void flush() {
    changed.forEach(this::save);
    changed.clear();
    totals.flush();
  }

  private void save(List<String> key) {
    if (key.size() == 2) {
      counters.getOrDefault(key, Optional.empty()).ifPresent(row -> ChainRows.save(handle, row));
    } else {
      generations.getOrDefault(key, Optional.empty()).ifPresent(row -> ChainRows.save(handle, row));
    }
  }

  private Known known(Count count) {
    Optional<Counter> counter =
        counters.computeIfAbsent(
            List.of(count.plant(), count.counter()),
            key -> ChainRows.counter(handle, key.get(0), key.get(1)));
    Generation own = generation(count, count.generation());
    return new Known(
        counter.orElse(null),
        counter.map(row -> generation(count, row.generation())).orElse(null),
        own,
        count.previousGeneration().isEmpty() ? null : generation(count, count.previousGeneration()),
        own != null && count.from() < own.last()
            ? ChainRows.holes(handle, own, count.from(), count.to())
            : List.of(),
        counter.map(row -> rival(count, row, own)).orElse(null));
  }

  /** The open generation has none, and what another agent counts is withheld as that. */
  private @Nullable Rival rival(Count count, Counter counter, @Nullable Generation own) {
    if (counter.generation().equals(count.generation()) || !counter.agent().equals(count.agent())) {
      return null;
    }
    Optional<String> follower =
        own == null ? Optional.empty() : follower(count, own.id(), own.id());
    String previous =
        own == null || own.previous().isEmpty() ? count.previousGeneration() : own.previous();
    Optional<String> beside =
        previous.isEmpty() || previous.equals(counter.generation())
            ? Optional.empty()
            : follower(count, previous, count.generation());
    return beside
        .or(() -> follower)
        .map(id -> new Rival(id, beside.isPresent(), isDecided(count)))
        .orElse(null);
  }

  private boolean isDecided(Count count) {
    return WithheldRows.isDecided(
        handle, count.plant(), ChainCases.subject(count, CountRule.OVERTAKEN));
  }

  /** A generation, other than that one, that follows the first; rows of this sheet count too. */
  private Optional<String> follower(Count count, String generation, String except) {
    Stream<Generation> written =
        ChainRows.following(handle, count.plant(), count.counter(), generation).stream();
    Stream<Generation> here =
        generations.values().stream()
            .flatMap(Optional::stream)
            .filter(row -> row.plant().equals(count.plant()))
            .filter(row -> row.counter().equals(count.counter()))
            .filter(row -> row.previous().equals(generation));
    return Stream.concat(written, here)
        .map(Generation::id)
        .filter(id -> !id.equals(except))
        .findFirst();
  }

  private @Nullable Generation generation(Count count, String id) {
    return generations
        .computeIfAbsent(
            List.of(count.plant(), count.counter(), id),
            key -> ChainRows.generation(handle, key.get(0), key.get(1), key.get(2)))
        .orElse(null);
  }

  private void put(Generation generation) {
    List<String> key = List.of(generation.plant(), generation.counter(), generation.id());
    if (!Optional.of(generation).equals(generations.put(key, Optional.of(generation)))) {
      changed.add(key);
    }
  }

  /** The counter's row follows the last count of its open generation. */
  private void putCounter(Count count, Known known, Judgement judgement) {
    Counter before = known.counter();
    boolean continues =
        before != null
            && before.agent().equals(count.agent())
            && before.generation().equals(count.generation())
            && count.to() >= judgement.generation().last();
    if (before != null && !continues && !judgement.moves()) {
      return;
    }
    String order =
        count.order().isEmpty() && before != null && !judgement.moves()
            ? before.order()
            : count.order();
    Optional<Counter> after = Optional.of(Counter.of(count, count.generation(), order));
    List<String> key = List.of(count.plant(), count.counter());
    if (!after.equals(counters.put(key, after))) {
      changed.add(key);
    }
  }

  private void note(Count count, Piece piece) {
    totals.add(count, piece);
    if (piece.rule() != CountRule.PASSED) {
      String subject = ChainCases.subject(count, piece.rule());
      WithheldRows.insert(handle, count, piece, subject, "");
    }
  }

  private void fill(Count count, Fill fill) {
    ChainRows.fill(handle, fill);
    String subject = fill.hole().subject();
    if (!ChainRows.isOpen(handle, count.plant(), subject)) {
      String fingerprint = ChainCases.fingerprint(count, subject);
      String why = "event " + count.event() + " filled it";
      cases.withdraw(handle, CaseClass.COUNTER_HOLE, fingerprint, why);
      cases.withdraw(handle, CaseClass.COUNTER_BASELINE, fingerprint, why);
    }
  }

  private void ask(Count count, Known known, Finding finding) {
    if (finding instanceof Finding.HoleFound found) {
      open(count, known, found);
    } else if (finding instanceof Finding.BaselineFound found) {
      open(count, known, found);
    } else if (finding instanceof Finding.BeginningMissing) {
      cases.open(handle, ChainCases.beginningMissing(count));
    } else if (finding instanceof Finding.PreviousMissing) {
      openUnheard(count);
    } else if (finding instanceof Finding.ResetFound found) {
      cases.open(handle, ResetCase.of(count, found));
    } else if (finding instanceof Finding.OwnerFound found) {
      cases.open(handle, ChainCases.owner(count, found.owner()));
    } else if (finding instanceof Finding.Withheld found) {
      cases.open(handle, about(count, known, found));
    }
  }

  private static NewCase about(Count count, Known known, Finding.Withheld found) {
    long steps = found.steps();
    return switch (found.rule()) {
      case REPEATED -> ChainCases.repeated(count, steps);
      case NO_ORDER -> ChainCases.noOrder(count);
      case UNCERTAIN -> ChainCases.uncertain(count, steps);
      case OVERTAKEN -> ChainCases.overtaken(count, known.rival());
      case OWNER -> ChainCases.owner(count, owner(known));
      case HOLE_DECIDED -> ChainCases.holeDecided(count, steps);
      case PASSED, LATE, UNDECIDED, GIVEN_UP, INVALID ->
          throw new MillraceException(
              ErrorCode.PROGRAM_FAULT, found.rule() + " is not found by the chain");
    };
  }

  private static String owner(Known known) {
    Counter counter = known.counter();
    return counter == null ? "" : counter.agent();
  }

  private void open(Count count, Known known, Finding.HoleFound found) {
    Counter before = before(count, known);
    String subject = ChainCases.holeSubject(count.counter(), found.generation().id(), found.from());
    ChainRows.insertHole(
        handle, before, found.generation().id(), found.from(), found.to(), subject);
    cases.open(handle, ChainCases.hole(count, found, before.order()));
    extend(count, found.generation(), found.to(), found.generation().lastRaw());
  }

  private void open(Count count, Known known, Finding.BaselineFound found) {
    Counter before = before(count, known);
    Generation generation = found.before();
    cases.open(handle, ChainCases.baseline(count, found, before.order()));
    if (found.steps() > 0) {
      long to = generation.last() + found.steps();
      ChainRows.insertHole(
          handle,
          before,
          generation.id(),
          generation.last(),
          to,
          ChainCases.holeSubject(count.counter(), generation.id(), generation.last()));
      extend(count, generation, to, count.fromRaw());
    }
  }

  /** Puts down where the generation before ended, so that what is late of it finds its place. */
  private void openUnheard(Count count) {
    long end = count.previousTo();
    String id = count.previousGeneration();
    put(new Generation(count.plant(), count.counter(), id, count.agent(), "", end, end, end, end));
    cases.open(handle, ChainCases.previousMissing(count));
  }

  /** Another generation than the count's own went on to there, as a hole. */
  private void extend(Count count, Generation generation, long to, long raw) {
    if (!generation.id().equals(count.generation())) {
      put(generation.withLast(to, raw));
    }
  }

  /** What the counter's last count said; of a counter never seen, what this one says. */
  private static Counter before(Count count, Known known) {
    Counter counter = known.counter();
    return counter == null ? Counter.of(count, count.generation(), count.order()) : counter;
  }
}
