package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is sent. Without a body nothing is. */
public record RequestShape(
    @JsonProperty(required = true) String method,
    @JsonProperty(required = true) String path,
    @Nullable JsonNode body) {

  public RequestShape {
    method = Shape.method("method", method);
    Inputs.require("path", Template.fields(Shape.path("path", path)), false);
    if (body != null) {
      Inputs.require("body", Template.fields(body), false);
    }
  }

  boolean names(String field) {
    return fields().contains(field);
  }

  /** Names of all fields in it. */
  Set<String> fields() {
    Set<String> fields = new HashSet<>(Template.fields(path));
    if (body != null) {
      fields.addAll(Template.fields(body));
    }
    return fields;
  }
}
