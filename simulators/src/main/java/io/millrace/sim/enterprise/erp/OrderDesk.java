package io.millrace.sim.enterprise.erp;

import com.linecorp.armeria.common.HttpResponse;
import io.millrace.sim.enterprise.desk.Body;
import io.millrace.sim.enterprise.desk.Desk;
import io.millrace.sim.enterprise.desk.Draft;
import io.millrace.sim.enterprise.desk.Receipt;
import io.millrace.sim.enterprise.desk.Reply;
import io.millrace.sim.http.Call;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is posted to an order: a new document each time it is asked for, no key and no reference
 * makes any of it idempotent. On the clerk's thread.
 */
final class OrderDesk {
  private static final long MINUTES_MAX = 100_000;

  private final Desk desk;
  private final Orders orders;

  OrderDesk(Desk desk, Orders orders) {
    this.desk = desk;
    this.orders = orders;
  }

  /** Pieces made and scrapped on one machine. */
  HttpResponse confirm(Call call) {
    Body body = Body.of(call);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("machine", body.text("machine"));
    fields.put("yield", body.quantity("yield"));
    fields.put("scrap", body.quantity("scrap"));
    fields.put("unit", body.text("unit"));
    return add(
        call, Draft.of(Kinds.CONFIRMATION, call.path("order"), body.text("reference"), fields));
  }

  /** Holds the order for its quality. */
  HttpResponse hold(Call call) {
    Body body = Body.of(call);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("reason", body.text("reason"));
    fields.put("nonconformance", body.text("nonconformance"));
    return add(call, Draft.of(Kinds.HOLD, call.path("order"), body.text("reference"), fields));
  }

  /** Moves the order's day, or finds that there is time enough: then both days are the same. */
  HttpResponse reschedule(Call call) {
    Body body = Body.of(call);
    String order = call.path("order");
    String downtime = body.text("downtime");
    long minutes = minutes(body.quantity("minutes"));
    String reason = body.text("reason");
    String reference = body.text("reference");
    return desk.faulty()
        .take(
            call,
            receipt -> {
              Map<String, String> fields = new LinkedHashMap<>();
              fields.put("oldDate", orders.due(order, 0).toString());
              fields.put("newDate", orders.due(order, minutes).toString());
              fields.put("downtime", downtime);
              fields.put("minutes", Long.toString(minutes));
              fields.put("reason", reason);
              return created(Draft.of(Kinds.RESCHEDULE, order, reference, fields), receipt);
            });
  }

  /** Moves goods of an order. */
  HttpResponse move(Call call) {
    Body body = Body.of(call);
    String order = body.text("order");
    if (!Orders.isKnown(order)) {
      return Orders.unknown(order);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("material", body.text("material"));
    fields.put("quantity", body.quantity("quantity"));
    fields.put("unit", body.text("unit"));
    fields.put("type", body.text("type"));
    return add(call, Draft.of(Kinds.GOODS_MOVEMENT, order, body.text("reference"), fields));
  }

  private HttpResponse add(Call call, Draft draft) {
    return desk.faulty().take(call, receipt -> created(draft, receipt));
  }

  private Reply created(Draft draft, Receipt receipt) {
    return Reply.created(desk.documents().add(draft, receipt).answer());
  }

  /** Begun minutes. */
  private static long minutes(String quantity) {
    long minutes = new BigDecimal(quantity).setScale(0, RoundingMode.CEILING).longValueExact();
    if (minutes > MINUTES_MAX) {
      throw new IllegalArgumentException("minutes " + quantity + " is over " + MINUTES_MAX);
    }
    return minutes;
  }
}
