package io.millrace.relay.connector;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Locale;

/** Checks of single values of a description. Each blames the key that it is told. */
final class Shape {
  static final String GET = "GET";

  private static final List<String> METHODS = List.of(GET, "POST", "PUT", "PATCH");

  private Shape() {}

  static String path(String key, String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          key + ": '" + path + "' does not begin with / (it goes below base_url)");
    }
    return path;
  }

  static String method(String key, String method) {
    String upper = method.toUpperCase(Locale.ROOT);
    if (!METHODS.contains(upper)) {
      throw new IllegalArgumentException(
          "%s: '%s' is not one of %s".formatted(key, method, String.join(", ", METHODS)));
    }
    return upper;
  }

  static String pointer(String key, String pointer) {
    try {
      JsonPointer.compile(pointer);
      return pointer;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key + ": '" + pointer + "' is not a JSON pointer such as /number", e);
    }
  }
}
