package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Secret;

/** Client credentials (RFC 6749, section 4.4); the token path is below the target's base. */
public record OAuth2(
    @JsonProperty(required = true) String tokenPath,
    @JsonProperty(required = true) String clientId,
    @JsonProperty(required = true) Secret clientSecret) {

  public OAuth2 {
    Shape.path("token_path", tokenPath);
  }
}
