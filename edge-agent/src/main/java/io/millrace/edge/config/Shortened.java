package io.millrace.edge.config;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists for messages that stay readable when there are a thousand names. */
final class Shortened {
  /** Names in one message; the others are counted. */
  private static final int NAMES_MAX = 12;

  private Shortened() {}

  /** The first names and how many more there are. */
  static String list(Collection<String> names) {
    String first = names.stream().limit(NAMES_MAX).collect(Collectors.joining(", "));
    int more = names.size() - NAMES_MAX;
    return more <= 0 ? first : first + " and " + more + " more";
  }
}
