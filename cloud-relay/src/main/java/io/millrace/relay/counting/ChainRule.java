package io.millrace.relay.counting;

import io.millrace.v1.GenerationStart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule of the counter chain (J4), pure: one count against what is known. One use, one thread.
 */
final class ChainRule {
  private final Count count;
  private final Known known;
  private final boolean foreign;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Fill> fills = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private ChainRule(Count count, Known known) {
    this.count = count;
    this.known = known;
    Counter counter = known.counter();
    this.foreign = counter != null && !counter.agent().equals(count.agent());
  }

  static Judgement judge(Count count, Known known) {
    return new ChainRule(count, known).judge();
  }

  private Judgement judge() {
    Generation own = known.own();
    Generation after = own == null ? begin() : goOn(own);
    if (isReset()) {
      reset();
    }
    Counter counter = known.counter();
    if (foreign && counter != null && pieces.isEmpty()) {
      findings.add(new Finding.OwnerFound(counter.agent()));
    }
    withheld();
    return new Judgement(pieces, fills, findings, after, moves(own));
  }

  /** Whether the count's generation is the counter's open one from now on. */
  private boolean moves(@Nullable Generation own) {
    Rival rival = known.rival();
    if (rival != null) {
      return rival.decided() && (own == null || count.to() > own.last());
    }
    return own == null && !foreign && !isPast();
  }

  /** What a reset counted is one question, also when a person must say whether to post it. */
  private void reset() {
    CountRule rule = pieces.isEmpty() ? CountRule.PASSED : pieces.get(pieces.size() - 1).rule();
    findings.add(new Finding.ResetFound(rule, steps(rule)));
  }

  /** The first that is heard of this generation. */
  private Generation begin() {
    if (!foreign) {
      compareWithPrevious();
    }
    add(count.from(), count.to(), CountRule.PASSED);
    return new Generation(
        count.plant(),
        count.counter(),
        count.generation(),
        count.agent(),
        previousId(),
        count.from(),
        count.to(),
        count.fromRaw(),
        count.toRaw());
  }

  /** Only what opens a generation tells that it follows another. */
  private String previousId() {
    Generation open = known.open();
    if (open == null || foreign || !count.opens() || !count.previousGeneration().isEmpty()) {
      return count.previousGeneration();
    }
    return open.id();
  }

  private void compareWithPrevious() {
    if (count.start() == GenerationStart.GENERATION_START_BASELINE) {
      baseline(known.open());
    } else if (!count.opens() && (count.from() > 0 || known.counter() != null)) {
      findings.add(new Finding.BeginningMissing());
    } else {
      compareEnds();
    }
  }

  /** What the opening says of the generation before, against what is here of that one. */
  private void compareEnds() {
    Generation previous = known.previous();
    if (previous == null && count.previousTo() > 0 && namesPrevious()) {
      findings.add(new Finding.PreviousMissing());
    } else if (previous != null && count.previousTo() > previous.last()) {
      findings.add(new Finding.HoleFound(previous, previous.last(), count.previousTo()));
    }
  }

  private void baseline(@Nullable Generation open) {
    if (open != null && count.fromRaw() != open.lastRaw()) {
      findings.add(new Finding.BaselineFound(open, count.fromRaw() - open.lastRaw()));
    }
  }

  /** One of the same generation came before. */
  private Generation goOn(Generation own) {
    Generation after = isLateOpening(own) ? openLate(own) : own;
    if (count.from() < own.first()) {
      after = below(after);
    }
    within(Math.max(count.from(), own.first()), Math.min(count.to(), own.last()));
    if (count.from() > own.last()) {
      findings.add(new Finding.HoleFound(own, own.last(), count.from()));
    }
    add(Math.max(count.from(), own.last()), count.to(), above());
    return count.to() > own.last() ? after.withLast(count.to(), count.toRaw()) : after;
  }

  /** Whether others of the generation came before the count that opens it. */
  private boolean isLateOpening(Generation own) {
    return count.opens() && !foreign && own.previous().isEmpty() && namesPrevious();
  }

  private boolean namesPrevious() {
    String previous = count.previousGeneration();
    return !previous.isEmpty() && !previous.equals(count.generation());
  }

  private Generation openLate(Generation own) {
    compareEnds();
    return own.withPrevious(count.previousGeneration());
  }

  /** What becomes of what goes on above the end of the generation. */
  private CountRule above() {
    return isOvertaken() ? CountRule.OVERTAKEN : CountRule.PASSED;
  }

  /** Before the first that was known of the generation: it cannot have been counted yet. */
  private Generation below(Generation own) {
    add(count.from(), Math.min(count.to(), own.first()), CountRule.PASSED);
    if (count.to() < own.first()) {
      findings.add(new Finding.HoleFound(own, count.to(), own.first()));
    }
    return own.withFirst(count.from(), count.fromRaw());
  }

  /** Where the chain has passed already: only holes have anything to gain. */
  private void within(long from, long to) {
    long at = from;
    for (Missing hole : known.holes()) {
      long start = Math.max(at, hole.from());
      long end = Math.min(to, hole.to());
      if (start < end) {
        add(at, start, CountRule.REPEATED);
        fill(hole, start, end);
        at = end;
      }
    }
    add(at, to, CountRule.REPEATED);
  }

  private void fill(Missing hole, long from, long to) {
    switch (hole.state()) {
      case OPEN -> {
        add(from, to, CountRule.PASSED);
        fills.add(new Fill(hole, from, to));
      }
      case POSTED, IGNORED -> add(from, to, CountRule.HOLE_DECIDED);
      case FILLED -> add(from, to, CountRule.REPEATED);
    }
  }

  private void add(long from, long to, CountRule rule) {
    if (from < to) {
      pieces.add(new Piece(from, to, rule == CountRule.PASSED ? passed() : rule));
    }
  }

  /** What becomes of a stretch that the chain lets pass. */
  private CountRule passed() {
    if (foreign) {
      return CountRule.OWNER;
    }
    if (isBeside()) {
      return CountRule.OVERTAKEN;
    }
    if (count.uncertain()) {
      return CountRule.UNCERTAIN;
    }
    return count.order().isEmpty() ? CountRule.NO_ORDER : CountRule.PASSED;
  }

  private void withheld() {
    for (CountRule rule : CountRule.values()) {
      boolean asked = rule == CountRule.UNCERTAIN && isReset();
      if (steps(rule) > 0 && rule != CountRule.PASSED && !asked) {
        findings.add(new Finding.Withheld(rule, steps(rule)));
      }
    }
  }

  private long steps(CountRule rule) {
    return pieces.stream().filter(piece -> piece.rule() == rule).mapToLong(Piece::length).sum();
  }

  private boolean isReset() {
    return count.start() == GenerationStart.GENERATION_START_RESET;
  }

  private boolean isOvertaken() {
    Rival rival = known.rival();
    return rival != null && !rival.decided();
  }

  private boolean isBeside() {
    Rival rival = known.rival();
    return rival != null && rival.beside() && !rival.decided();
  }

  /** Whether a later generation than this one is open already. */
  private boolean isPast() {
    Generation open = known.open();
    return open != null && open.previous().equals(count.generation());
  }
}
