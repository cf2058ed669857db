package io.millrace.prove;

import io.millrace.bench.report.Measurement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a campaign found: figures, and whatever did not hold, in words. One thread. */
final class Findings {
  private final Map<String, Object> figures = new LinkedHashMap<>();
  private final List<String> complaints = new ArrayList<>();

  void figure(String name, Object amount) {
    figures.put(name, amount);
  }

  void complainAll(String where, List<String> words) {
    words.forEach(each -> complaints.add(where + ": " + each));
  }

  /** A figure that a campaign needs to prove anything. */
  void atLeast(String name, long amount, long needed) {
    figure(name, amount);
    if (amount < needed) {
      complaints.add("proves nothing: %d %s, needs %d".formatted(amount, name, needed));
    }
  }

  void require(boolean holds, String otherwise) {
    if (!holds) {
      complaints.add(otherwise);
    }
  }

  boolean areClean() {
    return complaints.isEmpty();
  }

  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** As one claim: how many of the things counted by {@code value} it rests on. */
  Measurement claim(String name, long value, String unit, String goal, long seed) {
    Measurement claim = Measurement.of(name, areClean(), (double) value, unit, goal, seed);
    for (Map.Entry<String, Object> figure : figures.entrySet()) {
      claim = claim.with(figure.getKey(), figure.getValue());
    }
    return areClean() ? claim : claim.with("complaints", complaints);
  }
}
