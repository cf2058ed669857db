package io.millrace.base.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds the name that a person probably meant. Any thread. */
public final class Nearest {
  private static final int EDITS_MAX = 3;

  private Nearest() {}

  /** {@code ", did you mean 'x'?"}, or nothing when no name is within three edits. */
  public static String suggestion(String wrong, Collection<String> right) {
    return right.stream()
        .min(Comparator.comparingInt(name -> edits(wrong, name)))
        .filter(name -> edits(wrong, name) <= Math.min(EDITS_MAX, name.length() / 2 + 1))
        .map(name -> ", did you mean '" + name + "'?")
        .orElse("");
  }

  /** Levenshtein distance without regard to case. */
  private static int edits(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
