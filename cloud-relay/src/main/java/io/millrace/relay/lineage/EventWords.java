package io.millrace.relay.lineage;

import io.millrace.relay.eventlog.EventTypes;
import io.millrace.v1.Downtime;
import io.millrace.v1.Event;
import io.millrace.v1.MachineState;
import io.millrace.v1.Nonconformance;

/** What an event tells that is neither a count nor a result, in a few words. Pure. */
final class EventWords {
  private EventWords() {}

  /**
   * Its type first, for example {@code MachineState STOPPED (0), was RUNNING}; empty for the
   * others.
   */
  static String of(Event event) {
    String type = EventTypes.of(event);
    return switch (event.getBodyCase()) {
      case PRODUCTION_COUNT, QUALITY_RESULT, BODY_NOT_SET -> "";
      case MACHINE_STATE -> type + " " + text(event.getMachineState());
      case DOWNTIME -> type + " " + text(event.getDowntime());
      case NONCONFORMANCE -> (type + " " + text(event.getNonconformance())).strip();
      case TELEMETRY, GAP -> type;
    };
  }

  private static String text(MachineState state) {
    String now = "%s (%d)".formatted(state.getState(), state.getRaw());
    return state.getPrevious().isEmpty() ? now : "%s, was %s".formatted(now, state.getPrevious());
  }

  private static String text(Downtime downtime) {
    return "%s %s".formatted(downtime.getReason(), downtime.getOngoing() ? "goes on" : "is over");
  }

  private static String text(Nonconformance told) {
    return "%s %s".formatted(told.getNumber(), told.getStatus()).strip();
  }
}
