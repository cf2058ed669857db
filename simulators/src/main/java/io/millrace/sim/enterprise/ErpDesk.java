package io.millrace.sim.enterprise;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.base.quantity.Quantity;
import io.millrace.base.time.Clock;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Production orders, their confirmations and reversals. On the clerk's thread. */
final class ErpDesk {
  private static final Pattern KNOWN_ORDER = Pattern.compile("PO-[0-9]-[0-9]{3}");

  private final Documents documents;
  private final FaultyDesk faulty;
  private final Clock clock;

  ErpDesk(Documents documents, FaultyDesk faulty, Clock clock) {
    this.documents = documents;
    this.faulty = faulty;
    this.clock = clock;
  }

  /** The order, with what is confirmed less what is reversed. */
  HttpResponse order(Call call) {
    String order = call.path("order");
    if (!KNOWN_ORDER.matcher(order).matches()) {
      return unknownOrder(order);
    }
    List<Document> all = documents.ofOrder(order);
    return Json.ok(
        Map.of(
            "order",
            order,
            "status",
            "RELEASED",
            "confirmedYield",
            sum(all, Document::yield),
            "confirmedScrap",
            sum(all, Document::scrap)));
  }

  /**
   * A new confirmation each time it is asked for: no key and no reference makes this idempotent.
   */
  HttpResponse confirm(Call call) {
    String order = call.path("order");
    if (!KNOWN_ORDER.matcher(order).matches()) {
      return unknownOrder(order);
    }
    Confirmation wanted = Confirmation.read(order, Json.tree(call.body()));
    return faulty.take(call, receipt -> asAnswer(documents.confirm(wanted, receipt)));
  }

  /** Documents by reference, as far as the index knows them. */
  HttpResponse lookup(Call call) {
    String reference = call.query("reference");
    if (reference == null) {
      throw new IllegalArgumentException("reference is missing");
    }
    return Json.ok(Map.of("items", documents.byReference(reference, clock.now())));
  }

  /** Takes a confirmation back, once. */
  HttpResponse reverse(Call call) {
    String number = call.path("number");
    JsonNode body = Json.tree(call.body());
    String reference = Confirmation.text(body, "reference");
    Optional<HttpResponse> refusal = refusal(number);
    return refusal.isPresent()
        ? refusal.get()
        : faulty.take(call, receipt -> reversed(number, reference, receipt));
  }

  private Object reversed(String number, String reference, Receipt receipt) {
    Document original = documents.byNumber(number).orElseThrow();
    return asAnswer(documents.reverse(original, reference, receipt));
  }

  private Optional<HttpResponse> refusal(String number) {
    Optional<Document> original =
        documents
            .byNumber(number)
            .filter(document -> document.kind().equals(Document.CONFIRMATION));
    if (original.isEmpty()) {
      return Optional.of(Json.error(HttpStatus.NOT_FOUND, "DOCUMENT_UNKNOWN", number));
    }
    return original
        .filter(Document::reversed)
        .map(document -> Json.error(HttpStatus.CONFLICT, "ALREADY_REVERSED", number));
  }

  private static Map<String, Object> asAnswer(Document document) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("number", document.number());
    answer.put("order", document.order());
    answer.put("machine", document.machine());
    answer.put("yield", document.yield());
    answer.put("scrap", document.scrap());
    answer.put("unit", document.unit());
    answer.put("reference", document.reference());
    answer.put("postedAt", document.committedAt());
    if (document.reverses() != null) {
      answer.put("reverses", document.reverses());
    }
    return answer;
  }

  private static String sum(List<Document> documents, Function<Document, String> quantity) {
    return documents.stream()
        .map(document -> Quantity.parse(quantity.apply(document)))
        .reduce(Quantity.ZERO, Quantity::plus)
        .toString();
  }

  private static HttpResponse unknownOrder(String order) {
    return Json.error(HttpStatus.NOT_FOUND, "ORDER_UNKNOWN", "no production order " + order);
  }
}
