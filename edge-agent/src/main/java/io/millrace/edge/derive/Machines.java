package io.millrace.edge.derive;

import io.millrace.edge.reading.Reading;
import io.millrace.v1.Event;
import io.millrace.v1.MachineMemory;
import io.millrace.v1.MachineState;
import io.millrace.v1.Quality;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** States of machines. Pure: memory in, events out. */
final class Machines {
  private final Memory memory;

  Machines(Memory memory) {
    this.memory = memory;
  }

  /**
   * The state as read, when it is another than the one journalled last, or when a downtime must
   * know of it.
   */
  Optional<Event> derive(
      StateRule rule, Downtimes downtimes, Map<String, Reading> readings, EventDraft draft) {
    Long raw = Sight.whole(readings.get(rule.tag()));
    if (raw == null) {
      return Optional.empty();
    }
    String name = rule.nameOf(raw);
    MachineMemory before = memory.machine(rule.equipment());
    if (before != null
        && !downtimes.turns(rule, raw)
        && before.getState().equals(name)
        && (before.getRaw() == raw || !name.equals(StateRule.UNKNOWN))) {
      return Optional.empty();
    }
    MachineState.Builder state = MachineState.newBuilder().setState(name).setRaw(raw);
    if (before != null) {
      state.setPrevious(before.getState());
    }
    Event.Builder event =
        draft
            .begin(rule.equipment(), List.of(rule.tag()), Quality.QUALITY_GOOD)
            .setMachineState(state);
    String order = downtimes.order(rule.equipment(), readings);
    if (!order.isEmpty()) {
      event.getKeysBuilder().setOrder(order);
    }
    return Optional.of(event.build());
  }
}
