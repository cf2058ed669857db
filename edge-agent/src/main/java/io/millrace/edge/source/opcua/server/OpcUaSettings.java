package io.millrace.edge.source.opcua.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Secret;
import java.net.URI;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens and how to log in: anonymously, by user and password, or by certificate
 * and key (PEM files, relative to the configuration). {@code security} is by default None, {@code
 * mode} then none, else sign_and_encrypt. The server's certificate must be trusted, valid today and
 * for the endpoint's host; {@code checkValidity} and {@code checkHostName}, by default true, take
 * the last two back for a server that cannot be given a better one.
 */
public record OpcUaSettings(
    @JsonProperty(required = true) String endpoint,
    @Nullable SecurityPolicy security,
    @Nullable Mode mode,
    @Nullable String user,
    @Nullable Secret password,
    @Nullable String certificate,
    @Nullable String key,
    @Nullable Boolean checkHostName,
    @Nullable Boolean checkValidity) {
  private static final Pattern ENDPOINT =
      Pattern.compile("opc\\.tcp://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/\\S*)?");

  public OpcUaSettings {
    if (!ENDPOINT.matcher(endpoint).matches()) {
      throw new IllegalArgumentException(
          "endpoint: '"
              + endpoint
              + "' is not opc.tcp://host:port or with a path, for example"
              + " opc.tcp://192.168.0.5:4840");
    }
    security = security == null ? SecurityPolicy.NONE : security;
    mode = mode == null ? usual(security) : mode;
    if ((security == SecurityPolicy.NONE) != (mode == Mode.NONE)) {
      throw new IllegalArgumentException(
          "mode: %s does not go with security %s, expected %s"
              .formatted(
                  mode, security, security == SecurityPolicy.NONE ? "none" : "sign_and_encrypt"));
    }
    together("user", user, "password", password);
    together("certificate", certificate, "key", key);
    if (user != null && certificate != null) {
      throw new IllegalArgumentException(
          "user: stands beside a certificate, expected one way to log in");
    }
  }

  /** The policy, given or not. */
  SecurityPolicy policy() {
    return Objects.requireNonNullElse(security, SecurityPolicy.NONE);
  }

  /** The mode, given or not. */
  Mode messages() {
    return mode == null ? usual(policy()) : mode;
  }

  /** Whether the server's certificate must name the host. */
  boolean isHostChecked() {
    return checkHostName == null || checkHostName;
  }

  /** Whether the server's certificate must not be expired. */
  boolean isValidityChecked() {
    return checkValidity == null || checkValidity;
  }

  /** Of the endpoint: a name or an address. */
  String host() {
    return URI.create(endpoint).getHost().replaceAll("[\\[\\]]", "");
  }

  @Override
  public String toString() {
    return endpoint;
  }

  private static Mode usual(SecurityPolicy security) {
    return security == SecurityPolicy.NONE ? Mode.NONE : Mode.SIGN_AND_ENCRYPT;
  }

  private static void together(
      String one, @Nullable Object first, String other, @Nullable Object second) {
    if ((first == null) != (second == null)) {
      String given = first == null ? other : one;
      String missing = first == null ? one : other;
      throw new IllegalArgumentException(
          given + ": stands without a " + missing + ", expected both or none");
    }
  }
}
