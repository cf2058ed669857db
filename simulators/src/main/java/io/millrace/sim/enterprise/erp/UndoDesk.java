package io.millrace.sim.enterprise.erp;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import io.millrace.base.quantity.Quantity;
import io.millrace.sim.enterprise.desk.Body;
import io.millrace.sim.enterprise.desk.Desk;
import io.millrace.sim.enterprise.desk.Document;
import io.millrace.sim.enterprise.desk.Draft;
import io.millrace.sim.enterprise.desk.Receipt;
import io.millrace.sim.enterprise.desk.Reply;
import io.millrace.sim.http.Call;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What ends another document, once: reversals and releases. On the clerk's thread. */
final class UndoDesk {
  private final Desk desk;

  UndoDesk(Desk desk) {
    this.desk = desk;
  }

  /**
   * Takes a confirmation back: the same with minus signs, so that all documents of an order sum up
   * to what counts. 409 when it was taken back before.
   */
  HttpResponse reverse(Call call) {
    String number = call.path("number");
    String reference = Body.of(call).text("reference");
    Optional<Reply> refusal = refusal(number);
    return refusal.isPresent()
        ? refusal.get().asResponse()
        : desk.faulty()
            .take(
                call,
                receipt -> refusal(number).orElseGet(() -> reversed(number, reference, receipt)));
  }

  /** Releases a hold; the same answer when it was released before. */
  HttpResponse release(Call call) {
    String number = call.path("number");
    String reference = Body.of(call).text("reference");
    Optional<Document> hold = desk.documents().byNumber(Kinds.HOLD, number);
    return hold.isEmpty()
        ? unknown("HOLD_UNKNOWN", number).asResponse()
        : desk.faulty().take(call, receipt -> released(hold.get(), reference, receipt));
  }

  private Optional<Reply> refusal(String number) {
    Optional<Document> original = desk.documents().byNumber(Kinds.CONFIRMATION, number);
    if (original.isEmpty()) {
      return Optional.of(unknown("DOCUMENT_UNKNOWN", number));
    }
    return original
        .filter(Document::followed)
        .map(document -> Reply.error(HttpStatus.CONFLICT, "ALREADY_REVERSED", number));
  }

  private Reply reversed(String number, String reference, Receipt receipt) {
    Document original = desk.documents().byNumber(Kinds.CONFIRMATION, number).orElseThrow();
    Map<String, String> fields = new LinkedHashMap<>(original.fields());
    fields.computeIfPresent("yield", (key, quantity) -> negated(quantity));
    fields.computeIfPresent("scrap", (key, quantity) -> negated(quantity));
    fields.put("reverses", number);
    Draft draft = Draft.of(Kinds.REVERSAL, original.order(), reference, fields);
    return Reply.created(follow(original, draft, receipt).answer());
  }

  private Reply released(Document hold, String reference, Receipt receipt) {
    Draft draft = Draft.of(Kinds.RELEASE, hold.order(), reference, Map.of("hold", hold.number()));
    Document release = desk.documents().after(hold).orElseGet(() -> follow(hold, draft, receipt));
    return Reply.ok(release.answer());
  }

  private Document follow(Document original, Draft draft, Receipt receipt) {
    return desk.documents().add(draft.after(original), receipt);
  }

  private static Reply unknown(String code, String number) {
    return Reply.error(HttpStatus.NOT_FOUND, code, number);
  }

  private static String negated(String quantity) {
    return Quantity.ZERO.minus(Quantity.parse(quantity)).toString();
  }
}
