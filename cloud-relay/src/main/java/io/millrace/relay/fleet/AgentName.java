package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.util.regex.Pattern;

/**
 * An agent and the plant it belongs to. The plant is an ISA-95 path enterprise/site; agents have
 * names that are unique in the company.
 */
public record AgentName(String agent, String plant) {
  private static final String SEGMENT = "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?";
  private static final Pattern AGENT = Pattern.compile(SEGMENT);
  private static final Pattern PLANT = Pattern.compile(SEGMENT + "/" + SEGMENT);
  private static final String URI_PREFIX = "urn:millrace:";

  /** USAGE names the wrong part and what was expected. */
  public AgentName {
    check(AGENT, agent, "agent", "letters, digits, '.', '_' and '-', for example press-shop");
    check(PLANT, plant, "plant", "enterprise/site, for example acme/graz");
  }

  /** As it stands in a certificate: {@code urn:millrace:enterprise/site:agent}. */
  public String uri() {
    return URI_PREFIX + plant + ":" + agent;
  }

  /** Reads a URI of a certificate. CERTIFICATE_INVALID when it is none of ours. */
  public static AgentName ofUri(String uri) {
    String[] parts =
        uri.startsWith(URI_PREFIX) ? uri.substring(URI_PREFIX.length()).split(":") : new String[0];
    if (parts.length != 2
        || !PLANT.matcher(parts[0]).matches()
        || !AGENT.matcher(parts[1]).matches()) {
      throw new MillraceException(
          ErrorCode.CERTIFICATE_INVALID, "certificate names no agent: " + uri);
    }
    return new AgentName(parts[1], parts[0]);
  }

  private static void check(Pattern pattern, String value, String what, String expected) {
    if (!pattern.matcher(value).matches()) {
      throw new MillraceException(
          ErrorCode.USAGE, "%s '%s': expected %s".formatted(what, value, expected));
    }
  }
}
