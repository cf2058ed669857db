package io.millrace.edge.health;

import io.millrace.edge.source.SourceHealth;
import java.util.List;

/** What a person can do about a source. */
final class SourceHint {
  /** Names of OPC 10000-4, 7.39.2, for a login that the server refuses. */
  private static final List<String> LOGIN =
      List.of("Bad_UserAccessDenied", "Bad_IdentityToken", "Bad_UserSignature");

  private SourceHint() {}

  /** Empty while all is well, or while it has had no time yet. */
  static String of(SourceHealth health) {
    return switch (health.state()) {
      case ACTIVE, STOPPED -> "";
      case CONNECTING -> health.failures() == 0 ? "" : connecting(health);
      case DEGRADED -> "look at the tags below; more by: millrace-agent test " + health.name();
    };
  }

  private static String connecting(SourceHealth health) {
    if (health.reason().contains("is not trusted")) {
      return "compare the thumbprint with what the server itself shows, then trust it";
    }
    if (LOGIN.stream().anyMatch(health.reason()::contains)) {
      return "the server knows this user or password not, or not any more: mend them in the"
          + " configuration, or let the server allow them";
    }
    return "check address, cable and power; it is tried again by itself. More by: millrace-agent"
        + " test "
        + health.name();
  }
}
