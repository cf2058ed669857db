package io.millrace.relay.eventlog;

import io.millrace.v1.Event;

/** The type of an event is the name of its body. */
public final class EventTypes {
  private EventTypes() {}

  /** For example ProductionCount; empty without a body. Any thread. */
  public static String of(Event event) {
    return switch (event.getBodyCase()) {
      case PRODUCTION_COUNT -> "ProductionCount";
      case MACHINE_STATE -> "MachineState";
      case DOWNTIME -> "Downtime";
      case QUALITY_RESULT -> "QualityResult";
      case TELEMETRY -> "Telemetry";
      case GAP -> "Gap";
      case NONCONFORMANCE -> "Nonconformance";
      case BODY_NOT_SET -> "";
    };
  }
}
