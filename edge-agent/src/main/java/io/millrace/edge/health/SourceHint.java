package io.millrace.edge.health;

import io.millrace.edge.source.SourceHealth;
import java.util.List;
import java.util.Optional;

/** What a person can do about a source. Pure. */
public final class SourceHint {
  /** Names of OPC 10000-4, 7.39.2, for a login that the server refuses. */
  private static final List<String> LOGIN =
      List.of("Bad_UserAccessDenied", "Bad_IdentityToken", "Bad_UserSignature");

  /** Name of OPC 10000-6, 7.1.5, for a URL that the server does not know as one of its own. */
  private static final String NO_SUCH_URL = "Bad_TcpEndpointUrlInvalid";

  private SourceHint() {}

  /** Where an OPC UA server is there, and only the URL of its endpoint is not right; else empty. */
  public static Optional<String> ofUrl(String reason) {
    return reason.contains(NO_SUCH_URL)
        ? Optional.of(
            "the server answers, but has no endpoint of that URL ("
                + NO_SUCH_URL
                + "): give opcua.endpoint with the path that the server itself shows, as in"
                + " opc.tcp://HOST:4840/PATH")
        : Optional.empty();
  }

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
    return ofUrl(health.reason())
        .orElseGet(
            () ->
                "check address, cable and power; it is tried again by itself. More by:"
                    + " millrace-agent test "
                    + health.name());
  }
}
