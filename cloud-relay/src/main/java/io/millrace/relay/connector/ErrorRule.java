package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What a status, with or without a code at {@code /error/code} of the answer, means. */
public record ErrorRule(
    @JsonProperty(required = true) StatusRange status,
    @Nullable String code,
    @JsonProperty(value = "class", required = true) FailureClass failureClass) {

  public boolean matches(int answered, String answeredCode) {
    return status.has(answered) && (code == null || code.equals(answeredCode));
  }
}
