package io.millrace.relay.connector;

import java.util.List;
import java.util.Map;

/** What came of a search for our reference. */
public sealed interface Found {

  /**
   * These documents, at least one, in the target's order; the result has what was said of the
   * operation's values about the first.
   */
  record Documents(List<String> numbers, Map<String, String> result) implements Found {
    public Documents {
      numbers = List.copyOf(numbers);
      result = Map.copyOf(result);
    }

    /** Without further values. */
    public Documents(List<String> numbers) {
      this(numbers, Map.of());
    }
  }

  /** The target searched and has none. */
  record Absent() implements Found {}

  /**
   * No answer to rely on. {@code down} when nobody was there or our credentials were refused, which
   * {@code auth} tells apart.
   */
  record Unclear(String text, boolean down, boolean auth) implements Found {

    /** Not because of credentials. */
    public Unclear(String text, boolean down) {
      this(text, down, false);
    }
  }
}
