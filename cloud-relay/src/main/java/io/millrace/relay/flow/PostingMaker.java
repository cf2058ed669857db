package io.millrace.relay.flow;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.Expression;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.Step;
import io.millrace.relay.flow.window.Window;
import io.millrace.relay.posting.Basis;
import io.millrace.relay.posting.NewPosting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Range;
import io.millrace.v1.CountKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Freezes what a step asks for into a posting. On the writer thread, within a transaction. */
final class PostingMaker {
  private final Postings postings;
  private final EventLog log;

  PostingMaker(Postings postings, EventLog log) {
    this.postings = postings;
    this.log = log;
  }

  /** A posting of counts; returns its number. */
  long ofWindow(Handle handle, Running running, Step.Call call, Window window) {
    List<Range> ranges = window.ranges();
    return create(
        handle,
        running,
        call,
        PostingKey.of(call.target(), call.operation(), call.effect(), ranges),
        ranges,
        window.members().all(),
        Basis.RANGES);
  }

  /**
   * A posting of whatever began the run; returns its number. A lookup that was left out so many
   * times before is asked anew.
   */
  long ofRun(Handle handle, Running running, Step.Call call, int before) {
    Run run = running.run();
    String key =
        call.isLookup()
            ? PostingKey.of(call.target(), call.operation(), "", lookup(run, call, before))
            : PostingKey.of(call.target(), call.operation(), call.effect(), run.basis());
    List<Long> members = run.position() > 0 ? List.of(run.position()) : running.content().ends();
    return create(handle, running, call, key, List.of(), members, basis(handle, run));
  }

  /** A run that an event began has its effects by that event's id, all others by ranges. */
  private Basis basis(Handle handle, Run run) {
    if (!run.isBegunByEvent()) {
      return Basis.RANGES;
    }
    return log.at(handle, List.of(run.position())).stream().anyMatch(LoggedEvent::isMessage)
        ? Basis.MESSAGE
        : Basis.EVENT;
  }

  private static String lookup(Run run, Step.Call call, int before) {
    String basis = "run " + run.id() + " " + call.name();
    return before == 0 ? basis : basis + " " + before;
  }

  private long create(
      Handle handle,
      Running running,
      Step.Call call,
      String key,
      List<Range> ranges,
      List<Long> members,
      Basis basis) {
    return postings.create(
        handle,
        new NewPosting(
            running.run().plant(),
            call.target(),
            call.operation(),
            call.effect(),
            lane(running, call),
            key,
            running.run().id(),
            fields(running, call),
            ranges,
            members,
            false,
            basis));
  }

  private static String lane(Running running, Step.Call call) {
    Expression own = call.lane();
    if (own != null) {
      return own.text(running.names());
    }
    Expression key = running.flow().key();
    String lane = key == null ? running.run().order() : key.text(running.names());
    return lane.isEmpty() ? running.run().equipment() : lane;
  }

  /** The inputs, and for people the order, the machine, the flow and the step. */
  private static Map<String, String> fields(Running running, Step.Call call) {
    Flow flow = running.flow();
    Map<String, String> fields = new HashMap<>();
    fields.put("order", running.run().order());
    fields.put("equipment", running.run().equipment());
    fields.put("flow", flow.name());
    fields.put("step", call.name());
    Map<String, Expression> inputs = call.inputs();
    if (inputs == null) {
      fields.putAll(running.content().window());
    } else {
      Map<String, Object> names = running.names();
      inputs.forEach((name, input) -> fields.put(name, input.text(names)));
    }
    return fields;
  }

  /** What a window offers to its steps, as canonical text. */
  static Map<String, String> window(Window window) {
    Map<CountKind, Quantity> sums = Window.sums(window.ranges());
    Map<String, String> fields = new HashMap<>();
    String equipment = window.key.equipment();
    fields.put("order", window.key.order());
    fields.put("equipment", equipment);
    fields.put("machine", equipment.substring(equipment.lastIndexOf('/') + 1));
    fields.put("good", text(sums, CountKind.COUNT_KIND_GOOD));
    fields.put("scrap", text(sums, CountKind.COUNT_KIND_SCRAP));
    fields.put("rework", text(sums, CountKind.COUNT_KIND_REWORK));
    fields.put("total", text(sums, CountKind.COUNT_KIND_TOTAL));
    fields.put("unit", window.unit);
    fields.put("business_date", window.businessDate);
    return fields;
  }

  private static String text(Map<CountKind, Quantity> sums, CountKind kind) {
    return sums.getOrDefault(kind, Quantity.ZERO).toString();
  }
}
