package io.millrace.prove.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.Pieces;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FourCountsTest {
  private static final Ledger MADE =
      Ledger.EMPTY.plus(Map.of(new Ledger.Key("press-1", "PO-1-001"), new Pieces(10, 2)));

  @Test
  void equalCountsHaveNoDifference() {
    FourCounts counts = counts(document("A", 6, 2), document("B", 4, 0));

    assertThat(new Verdict(MADE, counts, 0).agrees()).isTrue();
  }

  @Test
  void aSecondDocumentOfOneReferenceIsDoubledAndHidesNoLoss() {
    FourCounts counts = counts(document("A", 6, 1), document("A", 6, 1));

    assertThat(counts.duplicated()).isEqualTo(7);
    assertThat(counts.lost()).isEqualTo(5);
    assertThat(new Verdict(MADE, counts, 0).complaints())
        .anySatisfy(words -> assertThat(words).contains("doubled"))
        .anySatisfy(words -> assertThat(words).contains("never posted"));
  }

  @Test
  void surplusOfOneKindDoesNotPayForTheOther() {
    FourCounts counts = counts(document("A", 11, 1));

    assertThat(counts.lost()).isEqualTo(1);
    assertThat(new Verdict(MADE, counts, 0).agrees()).isFalse();
  }

  @Test
  void registersThatTheModelDoesNotConfirmAreNoTruth() {
    Ledger more = MADE.plus(Map.of(new Ledger.Key("press-2", "PO-2-001"), new Pieces(1, 0)));
    FourCounts counts = counts(document("A", 10, 2));

    assertThat(new Verdict(more, counts, 0).agrees()).isFalse();
  }

  @Test
  void openPostingsAreNoAgreement() {
    assertThat(new Verdict(MADE, counts(document("A", 10, 2)), 1).agrees()).isFalse();
  }

  private static FourCounts counts(Document... documents) {
    return new FourCounts(MADE, MADE, MADE, List.of(documents));
  }

  private static Document document(String reference, long good, long scrap) {
    return new Document("CNF", "PO-1-001", "press-1", new Pieces(good, scrap), reference);
  }
}
