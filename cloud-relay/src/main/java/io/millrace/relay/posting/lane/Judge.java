package io.millrace.relay.posting.lane;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.connector.FailureClass;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Outcome;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.Posting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a posting: level and failure class say it, nothing else. Pure, but for
 * the jitter that it is given.
 */
final class Judge {
  /** Failures that count, after which a person is asked. */
  static final int ATTEMPTS_MAX = 25;

  /** Searches in a row without a clear answer, after which a person is asked as well. */
  static final int UNCLEAR_MAX = 10;

  /** Longest wait before an unclear lookup is made again. */
  private static final Duration UNCLEAR_DELAY_MAX = Duration.ofMinutes(5);

  private static final String COMPARE =
      ": compare the order's total, then say exists with a document's number, or does-not-exist";

  private static final String CUT =
      "since the relay was restored from a backup the same pieces may stand in documents that were"
          + " cut otherwise"
          + COMPARE;

  private static final Duration LOCKED_MIN = Duration.ofSeconds(1);

  /** Longest wait before a locked object is tried again. */
  private static final Duration LOCKED_MAX = Duration.ofSeconds(30);

  /** Longest wait after a failure that passes. */
  private static final Duration TRANSIENT_MAX = Duration.ofMinutes(10);

  private static final Duration SOFT_FIRST = Duration.ofMillis(200);

  /** Longest wait after a failure that burns no attempt. */
  private static final Duration SOFT_MAX = Duration.ofSeconds(10);

  private final RandomGenerator random;

  Judge(RandomGenerator random) {
    this.random = random;
  }

  /** After a request; {@code soft} is how often in a row the target was not reached. */
  Verdict sent(Posting posting, Terms terms, Outcome outcome, long now, int soft) {
    if (outcome instanceof Outcome.Done done) {
      boolean recount = terms.level() == Level.L3 && posting.unknowns() > 0;
      return new Verdict.Confirm(done.document(), done.result(), List.of(), recount);
    }
    if (outcome instanceof Outcome.Refused refused) {
      return refused(posting, refused.failureClass(), refused.text(), soft);
    }
    if (outcome instanceof Outcome.NotSent notSent) {
      return new Verdict.Again(
          soft(soft), false, false, notSent.failureClass().name(), notSent.text());
    }
    if (outcome instanceof Outcome.RetryAfter pause) {
      return new Verdict.Again(Duration.ZERO, false, false, FailureClass.RATE.name(), pause.text());
    }
    return unknown(posting, terms, (Outcome.Unknown) outcome, now);
  }

  /** After a search for our reference, whose outcome was UNKNOWN. */
  Verdict found(Posting posting, Found found, int soft) {
    if (found instanceof Found.Documents documents) {
      List<String> numbers = documents.numbers();
      Optional<String> other = other(posting, documents);
      if (other.isPresent()) {
        return new Verdict.Raise(CaseClass.UNKNOWN_OUTCOME, other.get());
      }
      boolean resent = posting.sends() > 1;
      return new Verdict.Confirm(
          numbers.get(0),
          documents.result(),
          numbers.subList(1, numbers.size()),
          resent || numbers.size() > 1);
    }
    if (found instanceof Found.Unclear unclear) {
      return new Verdict.Verify(
          unclear.down() ? soft(soft) : unclearDelay(soft),
          false,
          (soft + 1) % UNCLEAR_MAX == 0 && !unclear.down(),
          unclear.text());
    }
    if (mayBeCutOtherwise(posting)) {
      return new Verdict.Raise(
          CaseClass.UNKNOWN_OUTCOME, "the target has no document with this reference, but " + CUT);
    }
    return posting.attempts() >= ATTEMPTS_MAX
        ? new Verdict.Raise(
            CaseClass.REJECTED, "no document after " + posting.attempts() + " tries")
        : new Verdict.Again(Duration.ZERO, false, false, "", "not there: sent again");
  }

  /** Of a posting that is UNKNOWN without a request of this run, where nobody is to be asked. */
  Verdict unverifiable(Posting posting, Terms terms) {
    if (mayBeCutOtherwise(posting)) {
      return new Verdict.Raise(
          CaseClass.UNKNOWN_OUTCOME, "the target cannot be asked for its document, and " + CUT);
    }
    return terms.level() == Level.L4
        ? new Verdict.Raise(CaseClass.UNKNOWN_OUTCOME, unknownText(posting))
        : new Verdict.Again(Duration.ZERO, false, false, "", "sent again");
  }

  /** One that was never sent here, while the relay before may have had its pieces. */
  private static boolean mayBeCutOtherwise(Posting posting) {
    return posting.doubt() == Doubt.KNOWN && posting.sends() == 0;
  }

  /**
   * How the first document that another run of the relay made differs from the posting, in the
   * quantities that its result tells under the names of fields; empty where it tells none.
   */
  private static Optional<String> other(Posting posting, Found.Documents documents) {
    if (posting.doubt() == Doubt.NONE || posting.sends() > 0) {
      return Optional.empty();
    }
    return documents.result().entrySet().stream()
        .filter(said -> differs(said.getValue(), posting.fields().get(said.getKey())))
        .sorted(Map.Entry.comparingByKey())
        .map(
            said ->
                "the relay was restored from a backup: document %s has %s %s, this posting %s%s"
                    .formatted(
                        documents.numbers().get(0),
                        said.getKey(),
                        said.getValue(),
                        posting.fields().get(said.getKey()),
                        COMPARE))
        .findFirst();
  }

  /** Whether both are quantities, and not the same. */
  private static boolean differs(String said, @Nullable String asked) {
    if (asked == null || said.isEmpty() || asked.isEmpty()) {
      return false;
    }
    try {
      return Quantity.parse(said).compareTo(Quantity.parse(asked)) != 0;
    } catch (NumberFormatException | ArithmeticException e) {
      return false; // words, which the target may write as it likes
    }
  }

  private Verdict unknown(Posting posting, Terms terms, Outcome.Unknown unknown, long now) {
    Duration settled = until(unknown.deadline(), terms, now);
    return switch (terms.level()) {
      case L1 -> resend(posting, transientDelay(posting), unknown.text());
      case L2 -> resend(posting, settled, unknown.text());
      case L3 -> new Verdict.Verify(settled, true, false, unknown.text());
      case L4 -> new Verdict.Raise(CaseClass.UNKNOWN_OUTCOME, unknown.text());
    };
  }

  private static Verdict resend(Posting posting, Duration delay, String text) {
    return posting.attempts() + 1 >= ATTEMPTS_MAX
        ? new Verdict.Raise(CaseClass.UNKNOWN_OUTCOME, text)
        : new Verdict.Again(delay, true, true, FailureClass.UNKNOWN.name(), text);
  }

  private Verdict refused(Posting posting, FailureClass failure, String text, int soft) {
    return switch (failure) {
      case DEST_DOWN, AUTH, RATE, UNKNOWN ->
          new Verdict.Again(soft(soft), false, false, failure.name(), text);
      case LOCKED -> burnt(posting, lockedDelay(posting), failure, text);
      case TRANSIENT -> burnt(posting, transientDelay(posting), failure, text);
      case DATA -> new Verdict.Raise(CaseClass.DATA, text);
      case MASTER_DATA_MISSING -> new Verdict.Raise(CaseClass.MASTER_DATA_MISSING, text);
      case REJECTED -> new Verdict.Raise(CaseClass.REJECTED, text);
    };
  }

  private static Verdict burnt(Posting posting, Duration delay, FailureClass failure, String text) {
    return posting.attempts() + 1 >= ATTEMPTS_MAX
        ? new Verdict.Raise(CaseClass.REJECTED, ATTEMPTS_MAX + " tries, the last: " + text)
        : new Verdict.Again(delay, true, false, failure.name(), text);
  }

  private Duration lockedDelay(Posting posting) {
    return between(LOCKED_MIN, doubled(LOCKED_MIN.multipliedBy(2), posting.attempts(), LOCKED_MAX));
  }

  private Duration transientDelay(Posting posting) {
    Duration bound = doubled(LOCKED_MIN, posting.attempts(), TRANSIENT_MAX);
    return between(bound.dividedBy(2), bound);
  }

  /** Between tries that cost nothing: the breaker keeps most of them away. */
  private Duration soft(int times) {
    Duration bound = doubled(SOFT_FIRST, times, SOFT_MAX);
    return between(bound.dividedBy(2), bound);
  }

  private Duration unclearDelay(int times) {
    Duration bound = doubled(SOFT_FIRST, times, UNCLEAR_DELAY_MAX);
    return between(bound.dividedBy(2), bound);
  }

  private Duration between(Duration least, Duration most) {
    long spread = most.minus(least).toNanos();
    return least.plusNanos(random.nextLong(spread + 1));
  }

  private static Duration doubled(Duration first, int times, Duration most) {
    Duration bound = first.multipliedBy(1L << Math.min(times, 20));
    return bound.compareTo(most) > 0 ? most : bound;
  }

  private static Duration until(long deadline, Terms terms, long now) {
    Duration left = Duration.ofNanos(Math.max(0, deadline - now));
    return left.plus(terms.visible());
  }

  private static String unknownText(Posting posting) {
    String text = posting.failureText();
    if (posting.doubt().isRestored()) {
      return "the relay was restored from a backup: it may have been sent before";
    }
    return text == null ? "the relay stopped while it was sent" : text;
  }
}
