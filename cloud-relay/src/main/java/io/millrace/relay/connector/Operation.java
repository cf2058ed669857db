package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked of a target. {@code document} points at the document's number in the
 * answer; of {@code errors} the first that matches decides.
 */
public record Operation(
    @JsonProperty(required = true) Level level,
    Poison poison,
    @JsonProperty(required = true) RequestShape request,
    @Nullable String requestKeyHeader,
    @Nullable String document,
    @Nullable LookupShape lookup,
    @Nullable UndoShape undo,
    List<ErrorRule> errors) {

  public Operation {
    errors = errors == null ? List.of() : List.copyOf(errors);
    poison = poison == null ? Poison.BLOCK : poison;
    if (document != null) {
      Shape.pointer("document", document);
    }
  }

  /**
   * What its level needs and it lacks, or empty. Asked when the whole file has been read, so that a
   * misspelt key is named as that first.
   */
  String lacks() {
    return switch (level) {
      case L1 ->
          requestKeyHeader == null
              ? "level L1 needs request_key_header, the header that carries the request key"
              : "";
      case L3 -> lacksToVerify();
      case L2, L4 -> "";
    };
  }

  private String lacksToVerify() {
    if (lookup == null) {
      return "level L3 needs lookup, by which an unknown outcome is verified; without one it is L4";
    }
    if (document == null) {
      return "level L3 needs document, the pointer at its number in the answer";
    }
    return request.names(Inputs.REFERENCE)
        ? ""
        : "request does not send {reference}, so that lookup could never find it";
  }
}
