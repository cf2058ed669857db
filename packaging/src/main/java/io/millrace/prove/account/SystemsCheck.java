package io.millrace.prove.account;

import io.millrace.prove.line.BusinessSystem.Paper;
import io.millrace.prove.line.ErpControl;
import io.millrace.prove.line.Line;
import io.millrace.v1.Event;
import io.millrace.v1.TraceResponse;
import io.millrace.v1.TracedPosting;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the documents of ERP, CRM and QMS against each other and against what the relay has logged:
 * no sample is missing, each nonconformity is held and released once, not before the QMS says so,
 * the customer is told what was confirmed, and no day that the ERP did not give. One thread; blocks
 * on all of them.
 */
public final class SystemsCheck {
  private static final String ORDER = "order";
  private static final String NUMBER = "number";

  private final Happened happened;
  private final List<Paper> erp;
  private final List<Paper> crm;
  private final List<Paper> qms;
  private final long wrongTaken;
  private final Function<String, List<TracedPosting>> postings;
  private final List<String> complaints = new ArrayList<>();

  /** Of a line that has all three, when nothing is on its way. */
  public SystemsCheck(Line line) {
    this(
        new RelayLog(line.relayFolder()).readOn().happened(),
        Papers.of(line),
        event ->
            line.relayPages()
                .traceEvent(event)
                .map(TraceResponse::getPostingsList)
                .orElse(List.of()));
  }

  /** Of what was logged, what the systems hold, and the postings that an event is traced to. */
  SystemsCheck(Happened happened, Papers papers, Function<String, List<TracedPosting>> postings) {
    this.happened = happened;
    this.erp = papers.erp();
    this.crm = papers.crm();
    this.qms = papers.qms();
    this.wrongTaken = papers.wrongTaken();
    this.postings = postings;
  }

  /** What does not fit, in words; empty when all does. */
  public List<String> run() {
    checkSamples();
    requireSame("nonconformances", kind(qms, "nonconformance").size(), happened.outside().size());
    requireSame("holds", kind(erp, "hold").size(), happened.outside().size());
    requireSame("releases", kind(erp, "release").size(), happened.outside().size());
    happened.outside().forEach(this::checkResult);
    requireSame("reschedules", kind(erp, "reschedule").size(), happened.stops().size());
    happened.stops().forEach(this::checkStop);
    long moved = kind(erp, "reschedule").stream().filter(Business::isMoved).count();
    requireSame("alerts", kind(crm, "alert").size(), moved);
    checkQuantities();
    requireSame("badly signed webhooks that were taken", wrongTaken, 0);
    return List.copyOf(complaints);
  }

  /** Result, record, hold and release, one of each. */
  private void checkResult(Event result) {
    String order = result.getKeys().getOrder();
    String reference = recordReference(result);
    Paper record =
        one("record of " + result.getId(), kind(qms, "nonconformance"), "request", reference);
    if (record == null) {
      return;
    }
    String number = record.text(NUMBER);
    require(record.text(ORDER).equals(order), number + " is of order " + record.text(ORDER));
    require(
        new BigDecimal(record.text("value"))
                .compareTo(new BigDecimal(result.getQualityResult().getValue()))
            == 0,
        number + " says " + record.text("value"));
    Paper hold = one("hold of " + number, kind(erp, "hold"), "nonconformance", number);
    if (hold != null) {
      require(hold.text(ORDER).equals(order), number + " holds order " + hold.text(ORDER));
      require(hold.is("released"), hold.text(NUMBER) + " is not released");
      require(
          record.text("status").equals("RELEASED"),
          "%s is released, %s is %s".formatted(hold.text(NUMBER), number, record.text("status")));
      checkRelease(hold, record);
    }
  }

  /** One, and none before the QMS had closed its record. */
  private void checkRelease(Paper hold, Paper record) {
    String number = hold.text(NUMBER);
    Paper release = one("release of " + number, kind(erp, "release"), "hold", number);
    if (release != null && record.text("status").equals("RELEASED")) {
      require(
          committed(release) >= at(record, "releasedAt"),
          "%s was released before %s was".formatted(number, record.text(NUMBER)));
    }
  }

  /** The samples of each characteristic of each machine are numbered from 1, each number once. */
  private void checkSamples() {
    happened
        .sampleNumbers()
        .forEach(
            (characteristic, numbers) -> {
              long expected = 1;
              for (long number : numbers) {
                if (number != expected) {
                  complaints.add(
                      "%s: sample %d follows sample %d"
                          .formatted(characteristic, number, expected - 1));
                  return;
                }
                expected++;
              }
            });
  }

  /** The reference of the posting to the QMS that the relay traces the result to. */
  private String recordReference(Event result) {
    List<TracedPosting> records =
        postings.apply(result.getId()).stream()
            .filter(posting -> posting.getTarget().equals("qms"))
            .toList();
    require(
        records.size() == 1, result.getId() + " has " + records.size() + " postings to the QMS");
    return records.isEmpty() ? "" : records.get(0).getReference();
  }

  /** Downtime, reschedule, and an alert with its days when they differ. */
  private void checkStop(Event stop) {
    String downtime = stop.getDowntime().getDowntime();
    Paper reschedule =
        one("reschedule of " + downtime, kind(erp, "reschedule"), "downtime", downtime);
    if (reschedule == null) {
      return;
    }
    String number = reschedule.text(NUMBER);
    require(
        reschedule.text(ORDER).equals(stop.getKeys().getOrder()),
        number + " moves order " + reschedule.text(ORDER));
    if (!Business.isMoved(reschedule)) {
      require(
          kind(crm, "alert").stream().noneMatch(has("externalId", downtime)),
          number + " moved nothing, and the customer was alerted");
      return;
    }
    Paper alert = one("alert of " + number, kind(crm, "alert"), "externalId", downtime);
    if (alert != null) {
      for (String field : List.of(ORDER, "oldDate", "newDate")) {
        require(
            alert.text(field).equals(reschedule.text(field)),
            "alert of %s says %s %s".formatted(number, field, alert.text(field)));
      }
      require(
          committed(alert) >= committed(reschedule),
          "the customer was alerted before " + number + " was there");
    }
  }

  private void checkQuantities() {
    Map<String, BigDecimal> yields = Business.yields(ErpControl.documents(erp));
    Map<String, BigDecimal> told = Business.quantities(crm);
    SortedSet<String> orders = new TreeSet<>(yields.keySet());
    orders.addAll(told.keySet());
    for (String order : orders) {
      require(
          Business.isSame(yields.get(order), told.get(order)),
          "%s: the ERP sums up to %s, the CRM shows %s"
              .formatted(order, yields.get(order), told.get(order)));
    }
  }

  private @Nullable Paper one(String what, List<Paper> papers, String field, String value) {
    List<Paper> found = papers.stream().filter(has(field, value)).toList();
    require(found.size() == 1, "%s: %d, expected one".formatted(what, found.size()));
    return found.isEmpty() ? null : found.get(0);
  }

  private static Predicate<Paper> has(String field, String value) {
    return paper -> paper.text(field).equals(value);
  }

  private void requireSame(String what, long is, long expected) {
    require(is == expected, "%d %s, expected %d".formatted(is, what, expected));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      complaints.add(otherwise);
    }
  }

  private static List<Paper> kind(List<Paper> papers, String kind) {
    return Business.kind(papers, kind);
  }

  /** When its latest revision was written, in milliseconds since 1970. */
  private static long committed(Paper paper) {
    return at(paper, "committedAt");
  }

  private static long at(Paper paper, String field) {
    return Instant.parse(paper.text(field)).toEpochMilli();
  }
}
