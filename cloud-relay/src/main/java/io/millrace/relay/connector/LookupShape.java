package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How documents with our reference are found: GET of a path that names {@code {reference}}; {@code
 * items} points at the list in the answer, {@code document} at the number in an item. With {@code
 * reference}, which points at the reference in an item, items of others mean that the target does
 * not filter, and the answer counts as unclear. {@code result} points at values in an item where
 * they stand elsewhere than in the answer to the request itself.
 */
public record LookupShape(
    @JsonProperty(required = true) String path,
    @JsonProperty(required = true) String items,
    @JsonProperty(required = true) String document,
    @Nullable String reference,
    @Nullable Map<String, String> result) {

  public LookupShape {
    Set<String> fields = Template.fields(Shape.path("path", path));
    Inputs.require("path", fields, false);
    if (!fields.contains(Inputs.REFERENCE)) {
      throw new IllegalArgumentException(
          "path: '" + path + "' does not name {reference}, by which the document is found");
    }
    Shape.pointer("items", items);
    Shape.pointer("document", document);
    if (reference != null) {
      Shape.pointer("reference", reference);
    }
    if (result != null) {
      result = Map.copyOf(result);
      Operation.requireResults("result", result);
    }
  }
}
