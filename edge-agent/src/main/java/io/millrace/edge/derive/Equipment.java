package io.millrace.edge.derive;

import java.util.regex.Pattern;

/** Paths of equipment as in ISA-95: the plant, then area, line and unit. */
final class Equipment {
  private static final String SEGMENT = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
  private static final Pattern BELOW_PLANT = Pattern.compile(SEGMENT + "(/" + SEGMENT + "){0,3}");

  private Equipment() {}

  /** IllegalArgumentException says what was expected. */
  static void check(String path) {
    if (!BELOW_PLANT.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "equipment: '" + path + "' is not a path below the plant such as area/line/unit");
    }
  }

  static String in(String plant, String path) {
    return plant + "/" + path;
  }
}
