package io.millrace.relay.flow;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.counting.CountRule;
import io.millrace.relay.counting.Withheld;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.EvaluationException;
import io.millrace.relay.flow.language.Flow;
import io.millrace.v1.CountFlag;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import io.millrace.v1.ProductionCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Which flows take what a person has posted: those whose condition holds, for the count as the
 * person has decided it. A flow that left a stretch to a person takes it without being asked again.
 * For one transaction, on the writer thread.
 */
final class Takers {
  private final Flows flows;
  private final Map<Long, Event> events = new HashMap<>();

  Takers(Handle handle, Flows flows, EventLog log, List<Withheld> stretches) {
    this.flows = flows;
    List<Long> positions =
        stretches.stream().map(Withheld::position).filter(at -> at > 0).distinct().toList();
    for (int from = 0; from < positions.size(); from += GivingUp.PAGE_MAX) {
      int to = Math.min(from + GivingUp.PAGE_MAX, positions.size());
      for (LoggedEvent logged : log.at(handle, positions.subList(from, to))) {
        events.put(logged.position(), logged.event());
      }
    }
  }

  /** Active flows that take it; none when no condition holds. USAGE when one has no value. */
  List<Flow> of(Withheld stretch, String order) {
    List<Flow> named = flows.named(stretch.flow());
    if (!stretch.flow().isEmpty()) {
      if (named.isEmpty()) {
        throw new MillraceException(
            ErrorCode.USAGE,
            "flow %s is not active any more: ignore, or bring it back".formatted(stretch.flow()));
      }
      return named;
    }
    Event decided = decided(stretch, order);
    List<Flow> taking = new ArrayList<>();
    for (Flow flow : named) {
      try {
        if (Runs.holds(flow, decided)) {
          taking.add(flow);
        }
      } catch (EvaluationException e) {
        throw MillraceException.hinted(
            ErrorCode.USAGE,
            "flow %s cannot decide about event %s: %s"
                .formatted(flow.name(), decided.getId(), e.getMessage()),
            "nothing was changed; mend the flow's 'where', or ignore");
      }
    }
    return taking;
  }

  /** The event, with the order that was decided and without the doubt; a hole as its count. */
  private Event decided(Withheld stretch, String order) {
    Event logged = events.getOrDefault(stretch.position(), ofHole(stretch));
    ProductionCount count = logged.getProductionCount();
    List<CountFlag> flags = new ArrayList<>(count.getFlagsList());
    if (stretch.rule() == CountRule.UNCERTAIN || stretch.rule() == CountRule.OVERTAKEN) {
      flags.remove(CountFlag.COUNT_FLAG_UNCERTAIN);
    }
    return logged.toBuilder()
        .setKeys(logged.getKeys().toBuilder().setOrder(order))
        .setProductionCount(count.toBuilder().clearFlags().addAllFlags(flags))
        .build();
  }

  private static Event ofHole(Withheld stretch) {
    return Event.newBuilder()
        .setEquipment(stretch.equipment())
        .setKeys(Keys.newBuilder().setOrder(stretch.order()))
        .setProductionCount(
            ProductionCount.newBuilder()
                .setCounter(stretch.counter())
                .setKind(stretch.kind())
                .setGeneration(stretch.generation())
                .setFrom(stretch.from())
                .setTo(stretch.to())
                .setFactor(stretch.factor().toString())
                .setQuantity(stretch.quantity().toString())
                .setUnit(stretch.unit()))
        .build();
  }
}
