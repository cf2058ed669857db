package io.millrace.relay.api;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the text of a parameter may be. Pure; any thread. */
enum QueryValue {
  TEXT("text", ".*"),
  FLAG("true or false", "true|false"),
  NUMBER("a whole number of at most 9 digits", "\\d{1,9}");

  private final String expected;
  private final Pattern pattern;

  QueryValue(String expected, String pattern) {
    this.expected = expected;
    this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
  }

  /** IllegalArgumentException for a field that no parameter can be. */
  static QueryValue of(FieldDescriptor field) {
    return switch (field.getType()) {
      case STRING -> TEXT;
      case BOOL -> FLAG;
      case UINT32 -> NUMBER;
      default -> throw new IllegalArgumentException("no parameter can be " + field);
    };
  }

  /** What is wrong with that text, and what was expected. */
  Optional<String> refusal(String name, String text) {
    return pattern.matcher(text).matches()
        ? Optional.empty()
        : Optional.of("query parameter '%s': '%s' is not %s".formatted(name, text, expected));
  }
}
