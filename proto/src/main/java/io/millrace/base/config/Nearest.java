package io.millrace.base.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a person probably meant. Any thread. */
public final class Nearest {
  /** Edits between a wrong name and the one that is offered instead. */
  private static final int EDITS_MAX = 3;

  private Nearest() {}

  /** {@code ", did you mean 'x'?"}, or nothing when no name is near. */
  public static String suggestion(String wrong, Collection<String> right) {
    return of(wrong, right).map(name -> ", did you mean '" + name + "'?").orElse("");
  }

  /** The nearest: at most half of its letters, and at most three, edited; empty when none is. */
  static Optional<String> of(String wrong, Collection<String> right) {
    return right.stream()
        .min(Comparator.comparingInt(name -> edits(wrong, name)))
        .filter(name -> edits(wrong, name) <= Math.max(1, Math.min(EDITS_MAX, name.length() / 2)));
  }

  /** Letters to insert, remove, change or swap with their neighbour; without regard to case. */
  private static int edits(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, a, b, i, j);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int fewest(int[][] edits, String a, String b, int i, int j) {
    int change = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int fewest = Math.min(change, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(fewest, 1 + edits[i - 2][j - 2]) : fewest;
  }
}
