package io.millrace.edge.config;

import java.util.regex.Pattern;

/** Names that stand in files, on the wire and in logs. */
final class Name {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final String EXPECTED =
      "letters, digits, '.', '_' and '-', at most 64, beginning with a letter or digit";

  private Name() {}

  /** The name itself; IllegalArgumentException blames the key when it is none. */
  static String checked(String key, String name) {
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' is not a name: expected %s".formatted(key, name, EXPECTED));
    }
    return name;
  }

  /**
   * An ISA-95 path of that many names, parted by slashes. IllegalArgumentException blames the key
   * and shows what a path looks like.
   */
  static String path(String key, String path, int names, String example) {
    String[] parts = path.split("/", -1);
    if (parts.length != names) {
      throw new IllegalArgumentException(
          "%s: '%s' has %d names, expected %d: %s"
              .formatted(key, path, parts.length, names, example));
    }
    for (String part : parts) {
      checked(key, part);
    }
    return path;
  }
}
