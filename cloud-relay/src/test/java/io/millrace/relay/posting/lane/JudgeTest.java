package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.connector.Found;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What searches without an answer lead to. */
class JudgeTest {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Judge judge = new Judge(new Random(1));

  @Test
  void aSearchThatStaysUnclearAsksAPersonAndIsTriedLessAndLessOften() {
    long asks =
        IntStream.range(0, Judge.UNCLEAR_MAX).filter(times -> verify(times, false).ask()).count();

    assertThat(asks).isEqualTo(1);
    assertThat(verify(0, false).delay()).isLessThan(Duration.ofSeconds(1));
    assertThat(verify(1_000, false).delay()).isBetween(LONGEST.dividedBy(2), LONGEST);
  }

  @Test
  void aTargetThatIsDownIsNobodysQuestionAndSoonAskedAgain() {
    assertThat(IntStream.range(0, 1_000).anyMatch(times -> verify(times, true).ask())).isFalse();
    assertThat(verify(1_000, true).delay()).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  private Verdict.Verify verify(int times, boolean down) {
    return (Verdict.Verify) judge.found(posting(), new Found.Unclear("no list", down), times);
  }

  private static Posting posting() {
    return new Posting(
        1,
        "erp",
        "confirm",
        "e",
        1,
        "acme/graz",
        "PO-1",
        "k",
        "R",
        1,
        Map.of(),
        PostingState.UNKNOWN,
        0,
        1,
        1,
        null,
        null,
        null,
        null,
        null,
        false,
        Doubt.NONE,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
