package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether asking changes anything. */
public enum OperationKind {
  /** Makes or changes a document. */
  @JsonProperty("change")
  CHANGE("change"),
  /** Only reads: no effect, no document, repeated freely. */
  @JsonProperty("lookup")
  LOOKUP("lookup");

  private final String text;

  OperationKind(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
