package io.millrace.prove.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.prove.line.BusinessSystem.Paper;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import io.millrace.v1.QualityResult;
import io.millrace.v1.TracedPosting;
import io.millrace.v1.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One true picture, and what is said of it when one thing in it is wrong. */
class SystemsCheckTest {
  private static final String ORDER = "PO-1-001";
  private static final Pattern FIELD = Pattern.compile("(\\w+)=(\\S+)");
  private static final Event RESULT =
      Event.newBuilder()
          .setId("result-1")
          .setKeys(Keys.newBuilder().setOrder(ORDER))
          .setQualityResult(
              QualityResult.newBuilder()
                  .setValue("97.1")
                  .setSample(1)
                  .setVerdict(Verdict.VERDICT_OUTSIDE))
          .build();
  private static final Event STOP =
      Event.newBuilder()
          .setId("stop-1")
          .setKeys(Keys.newBuilder().setOrder(ORDER))
          .setDowntime(Downtime.newBuilder().setDowntime("D1").setOngoing(true))
          .build();

  private final Paper confirmation =
      paper("kind=confirmation number=CNF-1 order=PO-1-001 machine=press-1 yield=7 scrap=1");
  private final Paper hold =
      paper("kind=hold number=HLD-1 order=PO-1-001 nonconformance=NC-1 released=true");
  private final Paper release =
      paper(
          "kind=release number=REL-1 order=PO-1-001 hold=HLD-1"
              + " committedAt=2026-11-21T10:00:09.500Z");
  private final Paper reschedule =
      paper(
          "kind=reschedule number=RSC-1 order=PO-1-001 downtime=D1 oldDate=2026-12-01"
              + " newDate=2026-12-02 committedAt=2026-11-21T10:00:00.100Z");
  private final Paper alert =
      paper(
          "kind=alert number=ALR-1 externalId=D1 order=PO-1-001 oldDate=2026-12-01"
              + " newDate=2026-12-02 committedAt=2026-11-21T10:00:00.200Z");
  private final Paper order = paper("kind=order externalId=PO-1-001 quantity=7");
  private final Paper record =
      paper(
          "kind=nonconformance number=NC-1 order=PO-1-001 request=REF-1 value=97.10"
              + " status=RELEASED releasedAt=2026-11-21T10:00:09.000Z"
              + " committedAt=2026-11-21T10:00:11.000Z");

  private final List<Event> happened = new ArrayList<>(List.of(RESULT, STOP));
  private final List<Paper> erp = new ArrayList<>(List.of(confirmation, hold, release, reschedule));
  private final List<Paper> crm = new ArrayList<>(List.of(alert, order));
  private final List<Paper> qms = new ArrayList<>(List.of(record));
  private final List<TracedPosting> postings =
      new ArrayList<>(
          List.of(
              TracedPosting.newBuilder().setTarget("qms").setReference("REF-1").build(),
              TracedPosting.newBuilder().setTarget("erp").setReference("REF-2").build()));
  private long wrongTaken;

  @Test
  void aTruePictureLeavesNothingToSay() {
    assertThat(complaints()).isEmpty();
  }

  @Test
  void aResultWithoutRecordIsTold() {
    qms.clear();

    assertComplaint("0 nonconformances, expected 1", "record of result-1: 0, expected one");
  }

  @Test
  void aResultThatWasNeverPostedOrTwiceIsTold() {
    postings.remove(0);
    assertComplaint("result-1 has 0 postings to the QMS");

    postings.addAll(
        List.of(
            TracedPosting.newBuilder().setTarget("qms").setReference("REF-1").build(),
            TracedPosting.newBuilder().setTarget("qms").setReference("REF-3").build()));
    assertComplaint("result-1 has 2 postings to the QMS");
  }

  @Test
  void twoRecordsOfOneResultAreTold() {
    qms.add(with(record, "number=NC-2"));

    assertComplaint("2 nonconformances, expected 1", "record of result-1: 2, expected one");
  }

  @Test
  void aRecordOfAnotherOrderOrValueIsTold() {
    replace(qms, record, "order=PO-2-001");
    assertComplaint("NC-1 is of order PO-2-001");

    replace(qms, qms.get(0), "value=97.2");
    assertComplaint("NC-1 says 97.2");
  }

  @Test
  void aRecordWithoutHoldIsTold() {
    erp.remove(hold);

    assertComplaint("0 holds, expected 1", "hold of NC-1: 0, expected one");
  }

  @Test
  void twoHoldsOfOneRecordAreTold() {
    erp.add(with(hold, "number=HLD-2"));

    assertComplaint("2 holds, expected 1", "hold of NC-1: 2, expected one");
  }

  @Test
  void twoHoldsThatHideAMissingOneAreTold() {
    happened.add(result("result-2", 2));
    qms.add(with(record, "number=NC-2 request=REF-2"));
    erp.add(with(hold, "number=HLD-2"));
    erp.add(with(release, "number=REL-2 hold=HLD-2"));

    assertComplaint("hold of NC-1: 2, expected one");
  }

  @Test
  void aHoldOfAnotherOrderIsTold() {
    replace(erp, hold, "order=PO-2-001");

    assertComplaint("NC-1 holds order PO-2-001");
  }

  @Test
  void aHoldThatNobodyEndedIsTold() {
    replace(erp, hold, "released=false");
    erp.remove(release);

    assertComplaint("HLD-1 is not released", "release of HLD-1: 0, expected one");
  }

  @Test
  void aReleaseBeforeThatOfTheQmsIsTold() {
    replace(erp, release, "committedAt=2026-11-21T10:00:08.999Z");

    assertComplaint("HLD-1 was released before NC-1 was");
  }

  @Test
  void aSampleThatIsMissingIsTold() {
    happened.add(result("result-3", 3));
    assertComplaint(" : sample 3 follows sample 1");

    happened.remove(RESULT);
    assertComplaint(" : sample 3 follows sample 0");
  }

  @Test
  void aSampleNumberThatCameTwiceIsTold() {
    happened.add(result("result-2", 1));

    assertComplaint(" : sample 1 follows sample 1");
  }

  @Test
  void twoReleasesOfOneHoldAreTold() {
    erp.add(with(release, "number=REL-2"));

    assertComplaint("2 releases, expected 1", "release of HLD-1: 2, expected one");
  }

  @Test
  void aHoldThatEndedBeforeTheQmsReleasedIsTold() {
    replace(qms, record, "status=OPEN");

    assertComplaint("HLD-1 is released, NC-1 is OPEN");
  }

  @Test
  void aStopWithoutRescheduleOrWithTwoIsTold() {
    erp.remove(reschedule);
    assertComplaint("0 reschedules, expected 1", "reschedule of D1: 0, expected one");

    erp.addAll(List.of(reschedule, with(reschedule, "number=RSC-2")));
    assertComplaint("2 reschedules, expected 1", "reschedule of D1: 2, expected one");
  }

  @Test
  void aRescheduleOfAnotherOrderIsTold() {
    replace(erp, reschedule, "order=PO-2-001");

    assertComplaint("RSC-1 moves order PO-2-001");
  }

  @Test
  void anAlertWithADayThatTheErpDidNotGiveIsTold() {
    replace(crm, alert, "newDate=2026-12-03");
    assertComplaint("alert of RSC-1 says newDate 2026-12-03");

    replace(crm, crm.get(crm.size() - 1), "newDate=2026-12-02 oldDate=2026-11-30");
    assertComplaint("alert of RSC-1 says oldDate 2026-11-30");
  }

  @Test
  void anAlertBeforeTheRescheduleIsTold() {
    replace(crm, alert, "committedAt=2026-11-21T10:00:00.050Z");

    assertComplaint("the customer was alerted before RSC-1 was there");
  }

  @Test
  void aMovedDayWithoutAlertIsTold() {
    crm.remove(alert);

    assertComplaint("0 alerts, expected 1", "alert of RSC-1: 0, expected one");
  }

  @Test
  void anAlertOfADayThatDidNotMoveIsTold() {
    replace(erp, reschedule, "newDate=2026-12-01");

    assertComplaint("1 alerts, expected 0", "RSC-1 moved nothing, and the customer was alerted");
  }

  @Test
  void aCustomerWhoSeesAnotherSumIsTold() {
    erp.add(with(confirmation, "number=CNF-2 yield=3 scrap=0"));
    assertComplaint("PO-1-001: the ERP sums up to 10, the CRM shows 7");

    crm.remove(order);
    assertComplaint("PO-1-001: the ERP sums up to 10, the CRM shows null");
  }

  @Test
  void aCustomerWhoSeesAnOrderThatNobodyConfirmedIsTold() {
    crm.add(with(order, "externalId=PO-9-001"));

    assertComplaint("PO-9-001: the ERP sums up to null, the CRM shows 7");
  }

  @Test
  void anImitatedWebhookThatWasTakenIsTold() {
    wrongTaken = 1;

    assertComplaint("1 badly signed webhooks that were taken, expected 0");
  }

  private static Event result(String id, long sample) {
    Event.Builder result = RESULT.toBuilder().setId(id);
    result.getQualityResultBuilder().setSample(sample);
    return result.build();
  }

  private void assertComplaint(String... words) {
    assertThat(complaints()).contains(words);
  }

  private List<String> complaints() {
    return new SystemsCheck(
            new Happened(happened),
            new Papers(erp, crm, qms, wrongTaken),
            event -> event.startsWith("result") ? postings : List.of())
        .run();
  }

  private static void replace(List<Paper> papers, Paper old, String fields) {
    papers.remove(old);
    papers.add(with(old, fields));
  }

  private static Paper with(Paper paper, String fields) {
    Map<String, String> all = new TreeMap<>(paper.fields());
    all.putAll(paper(fields).fields());
    return new Paper(all);
  }

  private static Paper paper(String fields) {
    Map<String, String> all = new TreeMap<>();
    Matcher field = FIELD.matcher(fields);
    while (field.find()) {
      all.put(field.group(1), field.group(2));
    }
    return new Paper(all);
  }
}
