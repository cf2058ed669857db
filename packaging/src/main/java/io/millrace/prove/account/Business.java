package io.millrace.prove.account;

import io.millrace.prove.line.BusinessSystem.Paper;
import io.millrace.prove.line.ErpControl;
import io.millrace.prove.line.ErpControl.Document;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the three business systems say at one moment, counted.
 *
 * @param shown whether the line has them at all
 * @param samples results that the relay has logged
 * @param outside those outside their limits
 * @param stops downtimes that the relay has logged
 * @param moved reschedules that moved the order's day
 * @param orders those that the ERP has confirmations of
 * @param inStep those whose quantity at the CRM is the ERP's
 */
public record Business(
    boolean shown,
    long confirmations,
    long samples,
    long outside,
    long nonconformances,
    long holds,
    long released,
    long stops,
    long reschedules,
    long moved,
    long alerts,
    long orders,
    long inStep) {
  /** Of a line that has only an ERP. */
  public static final Business NONE = new Business(false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Counts the documents of the three. */
  static Business of(Happened happened, List<Paper> erp, List<Paper> crm, List<Paper> qms) {
    List<Paper> holds = kind(erp, "hold");
    List<Paper> reschedules = kind(erp, "reschedule");
    Map<String, BigDecimal> made = yields(ErpControl.documents(erp));
    Map<String, BigDecimal> told = quantities(crm);
    return new Business(
        true,
        ErpControl.documents(erp).size(),
        happened.samples(),
        happened.outside().size(),
        kind(qms, "nonconformance").size(),
        holds.size(),
        holds.stream().filter(hold -> hold.is("released")).count(),
        happened.stops().size(),
        reschedules.size(),
        reschedules.stream().filter(Business::isMoved).count(),
        kind(crm, "alert").size(),
        made.size(),
        made.entrySet().stream()
            .filter(order -> isSame(order.getValue(), told.get(order.getKey())))
            .count());
  }

  /** Whether nothing is still on its way between the systems. */
  public boolean isSettled() {
    return outside == nonconformances
        && outside == holds
        && outside == released
        && stops == reschedules
        && moved == alerts
        && orders == inStep;
  }

  /** Pieces that are yield, by order, as the ERP's confirmations sum up. */
  static Map<String, BigDecimal> yields(List<Document> documents) {
    Map<String, BigDecimal> yields = new HashMap<>();
    for (Document document : documents) {
      yields.merge(document.order(), BigDecimal.valueOf(document.pieces().good()), BigDecimal::add);
    }
    return yields;
  }

  /** What the CRM shows, by order. */
  static Map<String, BigDecimal> quantities(List<Paper> crm) {
    Map<String, BigDecimal> quantities = new HashMap<>();
    for (Paper order : kind(crm, "order")) {
      quantities.put(order.text("externalId"), new BigDecimal(order.text("quantity")));
    }
    return quantities;
  }

  /** Whether both are there and equal. */
  static boolean isSame(@Nullable BigDecimal one, @Nullable BigDecimal other) {
    return one != null && other != null && one.compareTo(other) == 0;
  }

  static List<Paper> kind(List<Paper> papers, String kind) {
    return papers.stream().filter(paper -> paper.text("kind").equals(kind)).toList();
  }

  static boolean isMoved(Paper reschedule) {
    return !reschedule.text("oldDate").equals(reschedule.text("newDate"));
  }
}
