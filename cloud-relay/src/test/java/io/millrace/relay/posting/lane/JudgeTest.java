package io.millrace.relay.posting.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Poison;
import io.millrace.relay.posting.Doubt;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  @Test
  void j7ADocumentOfAnotherQuantityFromBeforeARestoreIsAPersonsQuestion() {
    Posting doubtful = posting(0, Doubt.KNOWN, Map.of("good", "40", "unit", "PCE"));

    assertThat(judge.found(doubtful, document(Map.of("good", "20.0")), 0))
        .isInstanceOfSatisfying(
            Verdict.Raise.class,
            raise -> {
              assertThat(raise.caseClass()).isEqualTo(CaseClass.UNKNOWN_OUTCOME);
              assertThat(raise.text()).contains("D-1", "good 20.0", "posting 40");
            });
    for (Map<String, String> same :
        List.of(
            Map.<String, String>of(),
            Map.of("good", "40.0"),
            Map.of("good", ""),
            Map.of("unit", "piece"),
            Map.of("other", "20"))) {
      assertThat(judge.found(doubtful, document(same), 0))
          .as("%s", same)
          .isInstanceOf(Verdict.Confirm.class);
    }
    assertThat(
            judge.found(
                posting(1, Doubt.NONE, Map.of("good", "40")), document(Map.of("good", "20")), 0))
        .as("sent by this relay, whose key is its own")
        .isInstanceOf(Verdict.Confirm.class);
  }

  @Test
  void j7WhatMayBeCutOtherwiseIsNeverSentUnasked() {
    for (Level level : Level.values()) {
      Terms terms = new Terms(level, Poison.BLOCK, Duration.ZERO, Duration.ZERO);
      assertThat(judge.unverifiable(posting(0, Doubt.KNOWN, Map.of()), terms))
          .as(level.name())
          .isInstanceOf(Verdict.Raise.class);
      assertThat(judge.unverifiable(posting(0, Doubt.RESTORED, Map.of()), terms))
          .as(level.name())
          .isInstanceOf(level == Level.L4 ? Verdict.Raise.class : Verdict.Again.class);
    }
  }

  private static Found document(Map<String, String> result) {
    return new Found.Documents(List.of("D-1"), result);
  }

  private Verdict.Verify verify(int times, boolean down) {
    return (Verdict.Verify) judge.found(posting(), new Found.Unclear("no list", down), times);
  }

  private static Posting posting() {
    return posting(1, Doubt.NONE, Map.of());
  }

  private static Posting posting(int sends, Doubt doubt, Map<String, String> fields) {
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
        fields,
        PostingState.UNKNOWN,
        0,
        sends,
        1,
        null,
        null,
        null,
        null,
        null,
        false,
        doubt,
        Instant.EPOCH,
        Instant.EPOCH);
  }
}
