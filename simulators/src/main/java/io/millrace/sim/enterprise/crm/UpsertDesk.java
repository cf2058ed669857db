package io.millrace.sim.enterprise.crm;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Records by external id: the first write makes one, each further is its next revision. */
final class UpsertDesk {
  static final Kind ORDER = new Kind("order", "ORD");
  static final Kind ALERT = new Kind("alert", "ALR");

  private static final int EXTERNAL_ID_MAX = 64;

  private final Desk desk;

  UpsertDesk(Desk desk) {
    this.desk = desk;
  }

  /** What the customer sees of an order. */
  HttpResponse order(Call call) {
    Body body = Body.of(call);
    Map<String, String> fields = begun(call);
    fields.put("status", body.text("status"));
    fields.put("quantity", body.quantity("quantity"));
    fields.put("unit", body.text("unit"));
    return write(call, ORDER, "", fields);
  }

  /** What an account is told about an order's day. */
  HttpResponse alert(Call call) {
    Body body = Body.of(call);
    Map<String, String> fields = begun(call);
    fields.put("oldDate", body.date("oldDate"));
    fields.put("newDate", body.date("newDate"));
    fields.put("reason", body.text("reason"));
    return write(call, ALERT, body.text("order"), fields);
  }

  /** The record as it stands; 404 when nobody wrote it. */
  HttpResponse show(Kind kind, Call call) {
    String externalId = call.path("externalId");
    return desk.documents()
        .byKey(kind, externalId)
        .map(record -> Json.ok(shown(record)))
        .orElseGet(() -> Json.error(HttpStatus.NOT_FOUND, "RECORD_UNKNOWN", externalId));
  }

  private static Map<String, String> begun(Call call) {
    String externalId = call.path("externalId");
    if (externalId.isBlank() || externalId.length() > EXTERNAL_ID_MAX) {
      throw new IllegalArgumentException("an external id has 1 to " + EXTERNAL_ID_MAX + " signs");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("externalId", externalId);
    return fields;
  }

  private HttpResponse write(Call call, Kind kind, String order, Map<String, String> fields) {
    String key = call.path("externalId");
    return desk.faulty()
        .take(call, receipt -> written(Draft.of(kind, order, "", fields).keyed(key), key, receipt));
  }

  private Reply written(Draft draft, String key, Receipt receipt) {
    Optional<Document> known = desk.documents().byKey(draft.kind(), key);
    return known
        .map(record -> Reply.ok(shown(desk.documents().revise(record, draft.fields(), receipt))))
        .orElseGet(() -> Reply.created(shown(desk.documents().add(draft, receipt))));
  }

  private static Map<String, Object> shown(Document record) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", record.number());
    shown.put("revision", record.revision());
    shown.putAll(record.answer());
    return shown;
  }
}
