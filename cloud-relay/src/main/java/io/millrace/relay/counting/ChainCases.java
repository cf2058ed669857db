package io.millrace.relay.counting;

import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.NewCase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words for what the chain found. Pure. */
final class ChainCases {
  static final String POST = "post";
  static final String IGNORE = "ignore";
  static final String MOVE = "move";
  static final String MOVE_AND_POST = "move-and-post";

  private ChainCases() {}

  /** What a hole is known by, to its case and to the parts that it may fall into. */
  static String holeSubject(String counter, String generation, long from) {
    return counter + "/" + generation + "/" + from;
  }

  /** What a withheld stretch of a count is known by. */
  static String subject(Count count, CountRule rule) {
    return switch (rule) {
      case OWNER -> count.counter() + "/" + count.generation();
      case NO_ORDER -> count.counter() + "/" + CountRule.NO_ORDER;
      case OVERTAKEN -> count.counter() + "/" + count.generation() + "/" + CountRule.OVERTAKEN;
      case PASSED, REPEATED, UNCERTAIN, HOLE_DECIDED, LATE, UNDECIDED, GIVEN_UP, INVALID ->
          count.event();
    };
  }

  static NewCase hole(Count count, Finding.HoleFound found, String order) {
    String subject = holeSubject(count.counter(), found.generation().id(), found.from());
    long steps = found.to() - found.from();
    return new NewCase(
        CaseClass.COUNTER_HOLE,
        fingerprint(count, subject),
        "%s %s of %s were counted but never received"
            .formatted(count.quantity(steps), unit(count), count.counter()),
        ("the chain ended at %d and goes on at %d (event %s at %s); a late event that fills the"
                + " hole is posted by itself; 'post' posts what is still open to order %s")
            .formatted(found.from(), found.to(), count.event(), count.occurredAt(), nameOf(order)),
        count.plant(),
        order,
        subject,
        List.of(POST, IGNORE));
  }

  static NewCase baseline(Count count, Finding.BaselineFound found, String order) {
    Generation before = found.before();
    String subject = holeSubject(count.counter(), before.id(), before.last());
    boolean known = found.steps() > 0;
    String detail =
        known
            ? "the register stood at %d and now reads %d; 'post' posts the difference to order %s"
                .formatted(before.lastRaw(), count.fromRaw(), nameOf(order))
            : ("the register stood at %d and now reads %d: it turned over or was reset meanwhile,"
                    + " so the difference cannot be known")
                .formatted(before.lastRaw(), count.fromRaw());
    return new NewCase(
        CaseClass.COUNTER_BASELINE,
        fingerprint(count, subject),
        known
            ? "%s %s of %s were counted while the agent had no state"
                .formatted(count.quantity(found.steps()), unit(count), count.counter())
            : "an unknown number of %s was counted while the agent had no state"
                .formatted(count.counter()),
        detail,
        count.plant(),
        order,
        subject,
        known ? List.of(POST, IGNORE) : List.of(IGNORE));
  }

  static NewCase beginningMissing(Count count) {
    return new NewCase(
        CaseClass.COUNTER_HOLE,
        fingerprint(count, count.generation() + "/beginning"),
        "the beginning of a generation of %s was never received".formatted(count.counter()),
        "this relay hears of generation %s for the first time at %d (event %s); what it counted before is not known here"
            .formatted(count.generation(), count.from(), count.event()),
        count.plant(),
        count.order(),
        count.counter() + "/" + count.generation() + "/beginning",
        List.of(IGNORE));
  }

  static NewCase previousMissing(Count count) {
    String subject = count.counter() + "/" + count.previousGeneration() + "/unheard";
    return new NewCase(
        CaseClass.COUNTER_HOLE,
        fingerprint(count, subject),
        "a whole generation of %s was never received".formatted(count.counter()),
        ("event %s at %s begins generation %s after %s, which had ended at %d and of which nothing"
                + " is here; how much that one counted is not known, what still comes of it is"
                + " posted by itself")
            .formatted(
                count.event(),
                count.occurredAt(),
                count.generation(),
                count.previousGeneration(),
                count.previousTo()),
        count.plant(),
        count.order(),
        subject,
        List.of(IGNORE));
  }

  static NewCase overtaken(Count count, @Nullable Rival rival) {
    String other = rival == null ? "" : rival.generation();
    boolean beside = rival != null && rival.beside();
    return new NewCase(
        CaseClass.COUNT_UNCERTAIN,
        fingerprint(count, subject(count, CountRule.OVERTAKEN)),
        "%s counts again from where it had been before: the same pieces may be posted already"
            .formatted(count.counter()),
        ("agent %s %s, as after its disk was restored from an older image (last event %s, %d to"
                + " %d). What generation %s counts waits here until this is decided: 'post' posts"
                + " all of it, 'ignore' none; what it counts after the decision is posted as usual."
                + " Compare with what %s has posted")
            .formatted(
                count.agent(),
                beside
                    ? "began generation %s where %s had begun already"
                        .formatted(count.generation(), other)
                    : "goes on with generation %s, which %s had ended"
                        .formatted(count.generation(), other),
                count.event(),
                count.from(),
                count.to(),
                count.generation(),
                other),
        count.plant(),
        count.order(),
        subject(count, CountRule.OVERTAKEN),
        List.of(POST, IGNORE));
  }

  static NewCase owner(Count count, String owner) {
    return new NewCase(
        CaseClass.COUNTER_OWNER,
        fingerprint(count, count.generation()),
        "%s is counted by agent %s, but belongs to agent %s"
            .formatted(count.counter(), count.agent(), owner),
        ("until this is decided what %s counts is logged and not posted; 'move' lets %s count from"
                + " now on, 'move-and-post' also posts what it has counted, 'ignore' leaves the"
                + " counter to %s")
            .formatted(count.agent(), count.agent(), owner),
        count.plant(),
        count.order(),
        subject(count, CountRule.OWNER),
        List.of(MOVE, MOVE_AND_POST, IGNORE));
  }

  static NewCase uncertain(Count count, long steps) {
    return new NewCase(
        CaseClass.COUNT_UNCERTAIN,
        fingerprint(count, count.event()),
        "%s counted %s %s, or whole turns of its register more"
            .formatted(count.counter(), count.quantity(steps), unit(count)),
        "between register values %d and %d it could have turned over once more at its highest rate; 'post' posts the smallest possible count"
            .formatted(count.fromRaw(), count.toRaw()),
        count.plant(),
        count.order(),
        count.event(),
        List.of(POST, IGNORE));
  }

  static NewCase noOrder(Count count) {
    return new NewCase(
        CaseClass.NO_ORDER,
        fingerprint(count, ""),
        "%s counted while its machine had no order".formatted(count.counter()),
        "machine %s; close with 'post' and the note order=NAME to post what has gathered to that order"
            .formatted(count.equipment()),
        count.plant(),
        "",
        subject(count, CountRule.NO_ORDER),
        List.of(POST, IGNORE));
  }

  static NewCase repeated(Count count, long steps) {
    return new NewCase(
        CaseClass.COUNT_REPEATED,
        fingerprint(count, count.event()),
        "%s reported %s %s that it had reported before"
            .formatted(count.counter(), count.quantity(steps), unit(count)),
        "event %s goes from %d to %d; what is new in it was passed on, the rest stays in the log only"
            .formatted(count.event(), count.from(), count.to()),
        count.plant(),
        count.order(),
        count.event(),
        List.of(IGNORE));
  }

  static NewCase holeDecided(Count count, long steps) {
    return new NewCase(
        CaseClass.COUNTER_HOLE,
        fingerprint(count, "decided/" + count.event()),
        "%s %s of %s arrived for a hole that a person had decided"
            .formatted(count.quantity(steps), unit(count), count.counter()),
        "event %s covers %d to %d; 'ignore' when they were posted by the decision, 'post' when not"
            .formatted(count.event(), count.from(), count.to()),
        count.plant(),
        count.order(),
        count.event(),
        List.of(IGNORE, POST));
  }

  static NewCase late(Count count, long steps) {
    return new NewCase(
        CaseClass.LATE_COUNT,
        fingerprint(count, count.event()),
        "%s %s of %s arrived after order %s had ended"
            .formatted(count.quantity(steps), unit(count), count.counter(), count.order()),
        "event %s at %s; another order had begun on %s"
            .formatted(count.event(), count.occurredAt(), count.equipment()),
        count.plant(),
        count.order(),
        count.event(),
        List.of(POST, IGNORE));
  }

  static NewCase undecided(Count count, String flow, String why) {
    return new NewCase(
        CaseClass.FLOW_STOPPED,
        fingerprint(count, count.event()) + "/" + flow,
        "flow %s cannot decide about a count of %s".formatted(flow, count.counter()),
        "event %s: %s".formatted(count.event(), why),
        count.plant(),
        count.order(),
        count.event(),
        List.of(POST, IGNORE));
  }

  static NewCase invalid(String plant, String event, String what) {
    return new NewCase(
        CaseClass.COUNT_UNCERTAIN,
        plant + "/invalid/" + event,
        "a count cannot be understood",
        "event %s: %s".formatted(event, what),
        plant,
        "",
        event,
        List.of(IGNORE));
  }

  static String fingerprint(Count count, String what) {
    return count.plant() + "/" + count.counter() + "/" + what;
  }

  static String unit(Count count) {
    return count.unit().isEmpty() || count.unit().equals("{piece}") ? "pieces" : count.unit();
  }

  private static String nameOf(String order) {
    return order.isEmpty() ? "named in the note as order=NAME" : order;
  }
}
