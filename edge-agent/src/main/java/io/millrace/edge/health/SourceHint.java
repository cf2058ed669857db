package io.millrace.edge.health;

import io.millrace.edge.source.SourceHealth;

/** What a person can do about a source. */
final class SourceHint {
  private SourceHint() {}

  /** Empty while all is well, or while it has had no time yet. */
  static String of(SourceHealth health) {
    return switch (health.state()) {
      case ACTIVE, STOPPED -> "";
      case CONNECTING ->
          health.failures() == 0
              ? ""
              : "check address, cable and power; it is tried again by itself. More by:"
                  + " millrace-agent test "
                  + health.name();
      case DEGRADED -> "look at the tags below; more by: millrace-agent test " + health.name();
    };
  }
}
