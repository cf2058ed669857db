package io.millrace.relay.flow.language;

import com.google.common.primitives.UnsignedLong;

/**
 * A value that a run keeps between its steps: text, a number, true or false, or a quantity. Written
 * down as one letter for its kind, a colon and its text; a quantity's unit follows behind a space.
 */
public record Value(Object raw) {

  static Value of(Object raw) {
    return new Value(raw);
  }

  /** Text. */
  public static Value text(String text) {
    return new Value(text);
  }

  /** As expressions show it; numbers in canonical form. */
  public String text() {
    return raw.toString();
  }

  /** As it is written down. */
  public String written() {
    if (raw instanceof Amount amount) {
      return "q:" + amount + " " + amount.unit();
    }
    if (raw instanceof Boolean) {
      return "b:" + raw;
    }
    if (raw instanceof Long) {
      return "i:" + raw;
    }
    return (raw instanceof UnsignedLong ? "u:" : "t:") + raw;
  }

  /** From what was written down. */
  public static Value read(String written) {
    String text = written.substring(2);
    return switch (written.charAt(0)) {
      case 'q' -> {
        String[] parts = text.split(" ", 2);
        yield new Value(Amount.of(parts[0], parts[1]));
      }
      case 'b' -> new Value(Boolean.valueOf(text));
      case 'i' -> new Value(Long.valueOf(text));
      case 'u' -> new Value(UnsignedLong.valueOf(text));
      default -> new Value(text);
    };
  }
}
