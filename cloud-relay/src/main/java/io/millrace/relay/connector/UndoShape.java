package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a document is reversed. Its level is L4 unless it says L1 or L2, so an undo with an unknown
 * outcome waits for a person.
 */
public record UndoShape(
    @JsonProperty(required = true) String method,
    @JsonProperty(required = true) String path,
    @Nullable JsonNode body,
    @Nullable String document,
    Level level) {

  public UndoShape {
    method = Shape.method("method", method);
    Set<String> fields = new HashSet<>(Template.fields(Shape.path("path", path)));
    Inputs.require("path", fields, true);
    if (body != null) {
      Inputs.require("body", Template.fields(body), true);
      fields.addAll(Template.fields(body));
    }
    if (!fields.contains(Inputs.DOCUMENT)) {
      throw new IllegalArgumentException("path: '" + path + "' does not name {document}");
    }
    if (document != null) {
      Shape.pointer("document", document);
    }
    level = level == null ? Level.L4 : level;
    if (level == Level.L3) {
      throw new IllegalArgumentException("level: 'L3' is not one of L1, L2, L4 for an undo");
    }
  }
}
