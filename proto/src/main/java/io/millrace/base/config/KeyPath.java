package io.millrace.base.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way from the top of a file to one key: names of keys, and places in lists from 0. Prints as
 * {@code counters[2].tag}.
 */
public record KeyPath(List<Object> steps) {

  /** IllegalArgumentException when a step is neither a String nor an Integer. */
  public KeyPath {
    steps = List.copyOf(steps);
    for (Object step : steps) {
      if (!(step instanceof String) && !(step instanceof Integer)) {
        throw new IllegalArgumentException("step " + step + " is neither a key nor a place");
      }
    }
  }

  /** The path of those steps. */
  public static KeyPath of(Object... steps) {
    return new KeyPath(List.of(steps));
  }

  /** This path and further steps. */
  public KeyPath then(Object... further) {
    List<Object> all = new ArrayList<>(steps);
    all.addAll(List.of(further));
    return new KeyPath(all);
  }

  @Override
  public String toString() {
    return steps.stream()
        .map(step -> step instanceof Integer ? "[" + step + "]" : step.toString())
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }
}
