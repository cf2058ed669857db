package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked of a target. {@code document} points at the document's number in the
 * answer, {@code result} at further values that later steps of a flow may read, by name; of {@code
 * errors} the first that matches decides. A lookup only reads: it has no level of its own.
 */
public record Operation(
    OperationKind kind,
    Level level,
    Poison poison,
    @JsonProperty(required = true) RequestShape request,
    @Nullable String requestKeyHeader,
    @Nullable String document,
    Map<String, String> result,
    @Nullable LookupShape lookup,
    @Nullable UndoShape undo,
    List<ErrorRule> errors) {
  /** Values of an answer that later steps may read. */
  public static final int RESULTS_MAX = 32;

  private static final String NAME = "[a-z][a-z0-9_]{0,62}";
  private static final List<String> OWN_RESULTS = List.of("document", "reference");

  public Operation {
    kind = kind == null ? OperationKind.CHANGE : kind;
    boolean reads = kind == OperationKind.LOOKUP;
    level = level == null && reads ? Level.L1 : level;
    errors = errors == null ? List.of() : List.copyOf(errors);
    poison = poison == null ? (reads ? Poison.PARK : Poison.BLOCK) : poison;
    result = result == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(result));
    if (document != null) {
      Shape.pointer("document", document);
    }
    requireResults("result", result);
  }

  /** IllegalArgumentException that blames the key. */
  static void requireResults(String key, Map<String, String> result) {
    if (result.size() > RESULTS_MAX) {
      throw new IllegalArgumentException(key + ": has over " + RESULTS_MAX + " values");
    }
    for (Map.Entry<String, String> each : result.entrySet()) {
      if (!each.getKey().matches(NAME) || OWN_RESULTS.contains(each.getKey())) {
        throw new IllegalArgumentException(
            "%s: '%s' is not a name of a-z, 0-9 and _ other than document and reference"
                .formatted(key, each.getKey()));
      }
      Shape.pointer(key, each.getValue());
    }
  }

  /** Whether it only reads. */
  public boolean isLookup() {
    return kind == OperationKind.LOOKUP;
  }

  /** Names of what its request needs from a flow, sorted. */
  public Set<String> inputs() {
    Set<String> inputs = new TreeSet<>(request.fields());
    inputs.remove(Inputs.REFERENCE);
    return inputs;
  }

  /**
   * What its level needs and it lacks, or empty. Asked when the whole file has been read, so that a
   * misspelt key is named as that first.
   */
  String lacks() {
    if (isLookup()) {
      return lacksToRead();
    }
    if (level == null) {
      return "level is missing, expected one of L1, L2, L3, L4";
    }
    if (request.method().equals(Shape.GET)) {
      return "request.method 'GET' is for kind: lookup only, expected POST, PUT or PATCH";
    }
    return switch (level) {
      case L1 ->
          requestKeyHeader == null
              ? "level L1 needs request_key_header, the header that carries the request key"
              : "";
      case L3 -> lacksToVerify();
      case L2, L4 -> "";
    };
  }

  private String lacksToRead() {
    if (!request.method().equals(Shape.GET)) {
      return "a lookup only reads: request.method '%s', expected GET".formatted(request.method());
    }
    return document != null || lookup != null || undo != null
        ? "a lookup makes no document: document, lookup and undo do not fit it"
        : "";
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
