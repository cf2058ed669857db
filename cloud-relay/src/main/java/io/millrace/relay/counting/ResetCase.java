package io.millrace.relay.counting;

import io.millrace.base.command.Words;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.NewCase;
import java.time.Duration;
import java.util.List;

/**
 * The question of a reset: what came before it cannot be known; what was counted since is either
 * passed on or waits, and the case says which. Pure.
 */
final class ResetCase {
  private static final String ACCEPT = "accept";
  private static final long IN_MS_BELOW = 10_000;
  private static final String LATER = "what it counts later does not wait for this case";

  private ResetCase() {}

  static NewCase of(Count count, Finding.ResetFound found) {
    boolean asks = found.rule() == CountRule.UNCERTAIN;
    return new NewCase(
        CaseClass.COUNTER_RESET,
        ChainCases.fingerprint(count, count.generation()),
        title(count, asks),
        "%s. %s (event %s at %s, register now %d)"
            .formatted(
                since(count, found),
                before(count),
                count.event(),
                count.occurredAt(),
                count.toRaw()),
        count.plant(),
        count.order(),
        count.event(),
        asks ? List.of(ChainCases.POST, ChainCases.IGNORE) : List.of(ACCEPT));
  }

  private static String title(Count count, boolean asks) {
    String pieces = isNone(count) ? "nothing" : pieces(count);
    if (count.orderBefore() == null) {
      return "%s was reset and counted %s until its next reading"
          .formatted(count.counter(), pieces);
    }
    return "%s was reset and its order changed from %s to %s meanwhile; %s until its next reading%s"
        .formatted(
            count.counter(),
            nameOf(count.orderBefore()),
            nameOf(count.order()),
            pieces,
            asks ? ", of which order?" : "");
  }

  /** True while the case is open, and still when it is closed. */
  private static String since(Count count, Finding.ResetFound found) {
    return switch (found.rule()) {
      case PASSED -> isNone(count) ? "no piece waits here; " + LATER : passed(count);
      case UNCERTAIN -> withheld(count);
      case REPEATED, NO_ORDER, OVERTAKEN, OWNER, HOLE_DECIDED, LATE, UNDECIDED, GIVEN_UP, INVALID ->
          "the %s are not posted by this case, another asks about them".formatted(pieces(count));
    };
  }

  private static String passed(Count count) {
    return ("the %s have gone on to be posted to order %s without waiting for this case;"
            + " 'accept' says that you know, and posts nothing; %s")
        .formatted(pieces(count), nameOf(count.order()), LATER);
  }

  private static String withheld(Count count) {
    String waits = "the %s were withheld for this decision; %s. ".formatted(pieces(count), LATER);
    String previous = count.orderBefore();
    if (previous == null) {
      return waits
          + "They are more than the highest rate allows since the last reading; 'post' posts them"
          + " to order %s, 'ignore' never".formatted(nameOf(count.order()));
    }
    return waits
        + ("Nobody can know whether they were made before or after the change; 'post' posts them to"
                + " order %s%s, 'ignore' to none")
            .formatted(
                count.order().isEmpty() ? "named in the note as order=NAME" : count.order(),
                previous.isEmpty()
                    ? ""
                    : ", 'post' with the note order=%s to order %s".formatted(previous, previous));
  }

  private static String before(Count count) {
    return "Between its last reading and the reset %s went unobserved: what it counted in that time is not in any register"
        .formatted(time(count.unobservedMs()));
  }

  private static String time(long ms) {
    if (ms == 0) {
      return "an unknown time";
    }
    return ms < IN_MS_BELOW ? ms + " ms" : Words.time(Duration.ofMillis(ms));
  }

  private static boolean isNone(Count count) {
    return count.from() == count.to();
  }

  private static String pieces(Count count) {
    return "%s %s".formatted(count.quantity(count.to() - count.from()), ChainCases.unit(count));
  }

  private static String nameOf(String order) {
    return order.isEmpty() ? "(none)" : order;
  }
}
