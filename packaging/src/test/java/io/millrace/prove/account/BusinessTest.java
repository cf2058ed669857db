package io.millrace.prove.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.line.BusinessSystem.Paper;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.QualityResult;
import io.millrace.v1.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusinessTest {
  private static final Paper CONFIRMATION =
      paper("confirmation", "order", "PO-1-001", "yield", "7", "scrap", "1");
  private static final Paper HOLD = paper("hold", "released", "true");
  private static final Paper MOVED = paper("reschedule", "oldDate", "1", "newDate", "2");
  private static final Paper ORDER = paper("order", "externalId", "PO-1-001", "quantity", "7");
  private static final Paper ALERT = paper("alert");
  private static final List<Paper> QMS = List.of(paper("nonconformance"));
  private static final Happened HAPPENED =
      new Happened(
          List.of(
              result(Verdict.VERDICT_OUTSIDE),
              result(Verdict.VERDICT_WITHIN),
              downtime(true),
              downtime(false)));

  @Test
  void aLineIsSettledWhenEachSystemHasWhatTheOthersSay() {
    Business business =
        Business.of(HAPPENED, List.of(CONFIRMATION, HOLD, MOVED), List.of(ORDER, ALERT), QMS);

    assertThat(business.samples()).isEqualTo(2);
    assertThat(business.confirmations()).isEqualTo(1);
    assertThat(business.isSettled()).isTrue();
  }

  @Test
  void itIsNotWhileAHoldAwaitsItsReleaseAnAlertIsMissingOrTheCustomerSeesLess() {
    List<Paper> erp = List.of(CONFIRMATION, HOLD, MOVED);
    Paper held = paper("hold", "released", "false");
    Paper less = paper("order", "externalId", "PO-1-001", "quantity", "6");

    assertThat(settled(List.of(CONFIRMATION, held, MOVED), List.of(ORDER, ALERT))).isFalse();
    assertThat(settled(List.of(CONFIRMATION, MOVED), List.of(ORDER, ALERT))).isFalse();
    assertThat(settled(erp, List.of(ORDER))).isFalse();
    assertThat(settled(erp, List.of(less, ALERT))).isFalse();
  }

  private static boolean settled(List<Paper> erp, List<Paper> crm) {
    return Business.of(HAPPENED, erp, crm, QMS).isSettled();
  }

  private static Event result(Verdict verdict) {
    return Event.newBuilder()
        .setQualityResult(QualityResult.newBuilder().setVerdict(verdict))
        .build();
  }

  private static Event downtime(boolean ongoing) {
    return Event.newBuilder().setDowntime(Downtime.newBuilder().setOngoing(ongoing)).build();
  }

  private static Paper paper(String kind) {
    return new Paper(Map.of("kind", kind));
  }

  private static Paper paper(String kind, String field, String value) {
    return new Paper(Map.of("kind", kind, field, value));
  }

  private static Paper paper(String kind, String field, String value, String more, String other) {
    return new Paper(Map.of("kind", kind, field, value, more, other));
  }

  private static Paper paper(
      String kind, String order, String number, String yield, String good, String scrap, String n) {
    return new Paper(Map.of("kind", kind, order, number, yield, good, scrap, n));
  }
}
