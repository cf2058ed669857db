package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The description of a business system: one YAML file in the folder of targets. */
public record Target(
    @JsonProperty(required = true) String target,
    @JsonProperty(required = true) URI baseUrl,
    @Nullable Auth auth,
    Limits limits,
    BreakerShape breaker,
    @JsonProperty(required = true) Map<String, Operation> operations) {

  public Target {
    operations = Map.copyOf(operations);
    limits = limits == null ? Limits.DEFAULT : limits;
    breaker = breaker == null ? BreakerShape.DEFAULT : breaker;
    if (!target.matches("[a-z][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "target: '" + target + "' is not a name of lower-case letters, digits and -");
    }
    if (baseUrl.getHost() == null
        || !("http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme()))) {
      throw new IllegalArgumentException(
          "base_url: '" + baseUrl + "' is not an address such as https://erp.example:8443");
    }
    if (baseUrl.getUserInfo() != null || baseUrl.getQuery() != null) {
      throw new IllegalArgumentException("base_url: must hold neither credentials nor a query");
    }
    if (operations.isEmpty()) {
      throw new IllegalArgumentException("operations: is empty, expected at least one");
    }
    operations.forEach(Target::requireComplete);
  }

  /** The same, with the files of its secrets below that folder unless they are absolute. */
  public Target withSecretsBelow(Path folder) {
    if (auth == null) {
      return this;
    }
    OAuth2 oauth2 = auth.oauth2();
    Auth absolute =
        new Auth(
            new OAuth2(oauth2.tokenPath(), oauth2.clientId(), oauth2.clientSecret().below(folder)));
    return new Target(target, baseUrl, absolute, limits, breaker, operations);
  }

  private static void requireComplete(String name, Operation operation) {
    String lack = operation.lacks();
    if (!lack.isEmpty()) {
      throw new IllegalArgumentException("operations: " + name + ": " + lack);
    }
  }

  /** The operation of that name. CONFIG_INVALID, naming the nearest right one. */
  public Operation operation(String name) {
    Operation found = operations.get(name);
    if (found == null) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          "target %s has no operation '%s', expected one of %s%s"
              .formatted(
                  target,
                  name,
                  String.join(", ", new TreeMap<>(operations).keySet()),
                  Nearest.suggestion(name, operations.keySet())));
    }
    return found;
  }
}
