package io.millrace.sim.enterprise.erp;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.base.quantity.Quantity;
import io.millrace.sim.enterprise.desk.Document;
import io.millrace.sim.enterprise.desk.Documents;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Handler;
import io.millrace.sim.http.Json;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The production orders, PO-0-000 to PO-9-999. All are due on the same day at first; each begun
 * eight hours of downtime, summed up over its reschedules, move an order by a day.
 */
final class Orders {
  static final LocalDate DUE = LocalDate.of(2026, 12, 1);
  static final long MINUTES_OF_A_SHIFT = 480;

  private static final Pattern KNOWN = Pattern.compile("PO-[0-9]-[0-9]{3}");

  private final Documents documents;

  Orders(Documents documents) {
    this.documents = documents;
  }

  /** Lets only calls about a known order through; 404 for all others. */
  Handler guard(Handler handler) {
    return call -> {
      String order = call.path("order");
      return KNOWN.matcher(order).matches() ? handler.answer(call) : unknown(order);
    };
  }

  /** 404 unless the order is known. */
  static HttpResponse unknown(String order) {
    return Json.error(HttpStatus.NOT_FOUND, "ORDER_UNKNOWN", "no production order " + order);
  }

  static boolean isKnown(String order) {
    return KNOWN.matcher(order).matches();
  }

  /** The order, with what is confirmed less what is reversed. */
  HttpResponse show(Call call) {
    String order = call.path("order");
    List<Document> confirmed =
        Stream.of(Kinds.CONFIRMATION, Kinds.REVERSAL)
            .flatMap(kind -> documents.ofOrder(kind, order).stream())
            .toList();
    long held =
        documents.ofOrder(Kinds.HOLD, order).stream().filter(hold -> !hold.followed()).count();
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("order", order);
    shown.put("status", held > 0 ? "HELD" : "RELEASED");
    shown.put("holds", held);
    shown.put("dueDate", due(order, 0).toString());
    shown.put("confirmedYield", sum(confirmed, "yield"));
    shown.put("confirmedScrap", sum(confirmed, "scrap"));
    return Json.ok(shown);
  }

  /** When the order is due after so many further minutes of downtime. */
  LocalDate due(String order, long minutes) {
    long lost =
        documents.ofOrder(Kinds.RESCHEDULE, order).stream()
            .mapToLong(reschedule -> Long.parseLong(reschedule.field("minutes")))
            .sum();
    return DUE.plusDays((lost + minutes + MINUTES_OF_A_SHIFT - 1) / MINUTES_OF_A_SHIFT);
  }

  private static String sum(List<Document> documents, String field) {
    return documents.stream()
        .map(document -> Quantity.parse(document.field(field)))
        .reduce(Quantity.ZERO, Quantity::plus)
        .toString();
  }
}
