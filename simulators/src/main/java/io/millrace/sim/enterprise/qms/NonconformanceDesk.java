package io.millrace.sim.enterprise.qms;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.sim.enterprise.desk.Body;
import io.millrace.sim.enterprise.desk.Desk;
import io.millrace.sim.enterprise.desk.Document;
import io.millrace.sim.enterprise.desk.Draft;
import io.millrace.sim.enterprise.desk.Kind;
import io.millrace.sim.enterprise.desk.Receipt;
import io.millrace.sim.enterprise.desk.Reply;
import io.millrace.sim.http.Call;
import io.millrace.sim.http.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Nonconformances, one per request id, and their release. On the clerk's thread.
 *
 * <p>A document's reference is its request's id, so that the index finds it by that.
 */
final class NonconformanceDesk {
  static final Kind NONCONFORMANCE = new Kind("nonconformance", "NC");
  static final String STATUS = "status";
  static final String OPEN = "OPEN";
  static final String RELEASED = "RELEASED";
  static final String DISPOSITION = "disposition";

  /** When it was released; what is written of its webhook afterwards is a commit of its own. */
  static final String RELEASED_AT = "releasedAt";

  static final String WEBHOOK = "webhook";
  static final String PENDING = "PENDING";
  static final String DELIVERED = "DELIVERED";

  private static final String USE_AS_IS = "USE_AS_IS";
  private static final int REQUEST_MAX = 128;

  private final Desk desk;
  private final boolean isTold;
  private final BooleanSupplier isFull;
  private final Consumer<Document> opened;
  private final Consumer<Document> released;

  /**
   * Tells of each that is opened or released, in its transaction.
   *
   * @param isTold whether releases are told by webhook
   * @param isFull whether no further one can be taken now
   */
  NonconformanceDesk(
      Desk desk,
      boolean isTold,
      BooleanSupplier isFull,
      Consumer<Document> opened,
      Consumer<Document> released) {
    this.desk = desk;
    this.isTold = isTold;
    this.isFull = isFull;
    this.opened = opened;
    this.released = released;
  }

  /** A new one, or the one that this request made before; 422 when it then said something else. */
  HttpResponse open(Call call) {
    String request = call.header("request-id");
    if (request == null || request.isBlank() || request.length() > REQUEST_MAX) {
      throw new IllegalArgumentException(
          "header Request-Id is missing or longer than " + REQUEST_MAX);
    }
    if (isFull.getAsBoolean()) {
      return Json.later(HttpStatus.SERVICE_UNAVAILABLE, "OVERLOADED", 1);
    }
    Body body = Body.of(call);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("request", request);
    fields.put("characteristic", body.text("characteristic"));
    fields.put("value", body.value("value"));
    fields.put("unit", body.text("unit"));
    fields.put("machine", body.text("machine"));
    fields.put("detail", body.note("detail"));
    Draft draft = Draft.of(NONCONFORMANCE, body.text("order"), request, fields).keyed(request);
    return desk.faulty().take(call, receipt -> opened(draft, request, receipt));
  }

  /** Those of a request, as far as the index knows them. */
  HttpResponse lookup(Call call) {
    String request = call.query("request");
    if (request == null) {
      throw new IllegalArgumentException("request is missing");
    }
    return Desk.found(
        desk.documents().byReference(List.of(NONCONFORMANCE), request, desk.clock().now()));
  }

  /** A person's release; the same answer when it was released before. */
  HttpResponse release(Call call) {
    String number = call.path("number");
    Optional<Document> found = desk.documents().byNumber(NONCONFORMANCE, number);
    return found
        .map(document -> Json.ok(release(document).answer()))
        .orElseGet(() -> Json.error(HttpStatus.NOT_FOUND, "NONCONFORMANCE_UNKNOWN", number));
  }

  /** Releases it unless that is done. */
  Document release(Document document) {
    if (document.field(STATUS).equals(RELEASED)) {
      return document;
    }
    Instant now = desk.clock().now();
    Map<String, String> fields = new LinkedHashMap<>(document.fields());
    fields.put(STATUS, RELEASED);
    fields.put(DISPOSITION, USE_AS_IS);
    fields.put(RELEASED_AT, now.toString());
    if (isTold) {
      fields.put(WEBHOOK, PENDING);
    }
    Document next = desk.documents().revise(document, fields, Receipt.of(now));
    released.accept(next);
    return next;
  }

  private Reply opened(Draft draft, String request, Receipt receipt) {
    Optional<Document> known = desk.documents().byKey(NONCONFORMANCE, request);
    if (known.isEmpty()) {
      Map<String, String> fields = new LinkedHashMap<>();
      fields.put(STATUS, OPEN);
      fields.putAll(draft.fields());
      Document made =
          desk.documents()
              .add(
                  Draft.of(NONCONFORMANCE, draft.order(), request, fields).keyed(request), receipt);
      opened.accept(made);
      return Reply.created(made.answer());
    }
    Document before = known.get();
    boolean isSame =
        before.order().equals(draft.order())
            && before.fields().entrySet().containsAll(draft.fields().entrySet());
    return isSame
        ? Reply.created(desk.documents().first(before).answer())
        : Reply.error(
            HttpStatus.UNPROCESSABLE_ENTITY,
            "REQUEST_REUSED",
            "request " + request + " said other");
  }
}
