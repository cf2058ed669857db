package io.millrace.relay.connector;

import io.millrace.base.config.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The fields that a description may name, and the check that it names no other. */
final class Inputs {
  /** Number of the document that is reversed; in an undo only. */
  static final String DOCUMENT = "document";

  /** What the document carries to be found again. */
  static final String REFERENCE = "reference";

  /** What flows give to every operation. */
  static final List<String> KNOWN =
      List.of(
          "business_date",
          "equipment",
          "good",
          "machine",
          "order",
          REFERENCE,
          "rework",
          "scrap",
          "total",
          "unit");

  private Inputs() {}

  /** IllegalArgumentException that blames the key, when a field is none of these. */
  static void require(String key, Set<String> fields, boolean isUndo) {
    List<String> known = new ArrayList<>(KNOWN);
    if (isUndo) {
      known.add(0, DOCUMENT);
    }
    for (String field : new TreeSet<>(fields)) {
      if (!known.contains(field)) {
        throw new IllegalArgumentException(
            "%s: unknown placeholder '{%s}', expected one of %s%s"
                .formatted(key, field, String.join(", ", known), Nearest.suggestion(field, known)));
      }
    }
  }
}
