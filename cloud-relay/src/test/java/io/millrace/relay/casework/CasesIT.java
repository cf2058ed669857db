package io.millrace.relay.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.relay.LogLines;
import io.millrace.relay.store.Store;
import io.millrace.v1.Case;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CasesIT {
  @TempDir Path folder;
  private Store store;
  private Cases cases;

  @BeforeEach
  void open() {
    store = Store.open(folder);
    cases = new Cases(store, Clock.system());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void equalQuestionsAreOneCaseWhileOpen() {
    long first = open(hole("press-1.good", "12..15"));
    long again = open(hole("press-1.good", "12..17"));
    long other = open(hole("press-2.good", "1..2"));

    assertThat(again).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
    assertThat(cases.list(false)).extracting(Case::getId).containsExactly(other, first);
    assertThat(cases.get(first).getOccurrences()).isEqualTo(2);
    assertThat(cases.get(first).getDetail()).isEqualTo("12..17");
    assertThat(cases.openByClass()).containsExactly(java.util.Map.entry("COUNTER_HOLE", 2L));
  }

  @Test
  void aQuestionIsSaidInTheLogWhenItIsCommittedAndWhenItIsDecided() {
    try (LogLines log = new LogLines("io.millrace.relay.casework")) {
      long id = open(hole("press-1.good", "12..15"));
      open(hole("press-1.good", "12..17"));
      cases.close(id, "ignore", "");

      assertThat(log.all()).hasSize(2);
      assertThat(log.all().get(0))
          .startsWith("WARN case opened, a person must decide ")
          .contains("case=\"" + id + "\"", "COUNTER_HOLE", "title=\"");
      assertThat(log.all().get(1)).startsWith("INFO case closed ").contains("decision=\"ignore\"");
    }
  }

  @Test
  void aFloodOfQuestionsIsFewLinesAndACount() {
    try (LogLines log = new LogLines("io.millrace.relay.casework")) {
      for (int i = 0; i < 3 * CaseLog.LINES_MAX; i++) {
        open(hole("press-" + i, "12..15"));
      }

      assertThat(log.with("case opened")).hasSize(CaseLog.LINES_MAX);
    }
  }

  @Test
  void aClosedQuestionThatComesAgainIsANewCase() {
    long first = open(hole("press-1.good", "12..15"));
    cases.close(first, "ignore", "seen");
    long second = open(hole("press-1.good", "20..22"));

    assertThat(second).isNotEqualTo(first);
    assertThat(cases.list(false)).hasSize(1);
    assertThat(cases.list(true)).hasSize(2);
    assertThat(cases.get(first).getDecision()).isEqualTo("ignore");
    assertThat(cases.get(first).getNote()).isEqualTo("seen");
  }

  @Test
  void closingDoesWhatTheDecisionSaysInTheSameTransaction() {
    List<String> done = new ArrayList<>();
    cases.register(decision("post", done));
    long id = open(hole("press-1.good", "12..15"));

    Case closed = cases.close(id, "post", "counted by hand");

    assertThat(done).containsExactly("press-1.good counted by hand");
    assertThat(closed.getClosedAt()).isNotEmpty();
  }

  @Test
  void aDecisionThatFailsLeavesTheCaseOpen() {
    cases.register(
        new Decision() {
          @Override
          public CaseClass caseClass() {
            return CaseClass.COUNTER_HOLE;
          }

          @Override
          public String name() {
            return "post";
          }

          @Override
          public void apply(Handle handle, Case decided, String note) {
            throw new MillraceException(ErrorCode.USAGE, "no quantity in the note");
          }
        });
    long id = open(hole("press-1.good", "12..15"));

    assertThatThrownBy(() -> cases.close(id, "post", ""))
        .hasMessageContaining("no quantity in the note");
    assertThat(cases.get(id).getClosedAt()).isEmpty();
  }

  @Test
  void whatCannotBeClosedSaysWhy() {
    long id = open(hole("press-1.good", "12..15"));

    assertThatThrownBy(() -> cases.close(id + 7, "post", ""))
        .hasMessage("NOT_FOUND: no case " + (id + 7));
    assertThatThrownBy(() -> cases.close(id, "pots", ""))
        .hasMessageContaining("USAGE", "decisions that fit: post, ignore", "did you mean 'post'?");
    cases.close(id, "ignore", "");
    assertThatThrownBy(() -> cases.close(id, "ignore", ""))
        .hasMessageContaining("USAGE", "was closed at", "'ignore'");
  }

  @Test
  void aCaseWhoseCauseIsGoneIsWithdrawn() {
    long id = open(hole("press-1.good", "12..15"));

    store.writeNow(
        handle -> {
          cases.withdraw(handle, CaseClass.COUNTER_HOLE, "press-1.good", "filled");
          cases.withdraw(handle, CaseClass.COUNTER_HOLE, "nothing of that kind", "filled");
          return true;
        });

    assertThat(cases.get(id).getDecision()).isEqualTo("withdrawn");
    assertThat(cases.list(false)).isEmpty();
  }

  private long open(NewCase asked) {
    return store.writeNow(handle -> cases.open(handle, asked));
  }

  private static NewCase hole(String counter, String detail) {
    return new NewCase(
        CaseClass.COUNTER_HOLE,
        counter,
        "hole in " + counter,
        detail,
        "acme/graz",
        "PO-1-001",
        counter,
        List.of("post", "ignore"));
  }

  private static Decision decision(String name, List<String> done) {
    return new Decision() {
      @Override
      public CaseClass caseClass() {
        return CaseClass.COUNTER_HOLE;
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public void apply(Handle handle, Case decided, String note) {
        done.add(decided.getSubject() + " " + note);
      }
    };
  }
}
