package io.millrace.relay.connector;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The fields that a description may name. What flows give is held against them by the flows. */
public final class Inputs {
  /** Number of the document that is reversed; in an undo only. */
  public static final String DOCUMENT = "document";

  /** What the document carries to be found again. */
  public static final String REFERENCE = "reference";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  private Inputs() {}

  /** IllegalArgumentException that blames the key, when a field is no name, or not for it. */
  static void require(String key, Set<String> fields, boolean isUndo) {
    for (String field : new TreeSet<>(fields)) {
      if (!NAME.matcher(field).matches()) {
        throw new IllegalArgumentException(
            "%s: placeholder '{%s}' is not a name of a-z, 0-9 and _".formatted(key, field));
      }
      if (!isUndo && field.equals(DOCUMENT)) {
        throw new IllegalArgumentException(
            key + ": placeholder '{document}' is known to an undo only");
      }
    }
  }
}
