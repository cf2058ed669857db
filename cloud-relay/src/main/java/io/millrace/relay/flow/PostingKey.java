package io.millrace.relay.flow;

import io.millrace.base.id.Sha256;
import io.millrace.relay.posting.Range;
import java.util.List;

/**
 * Idempotency keys: what is done, and to what; neither flow, step nor version enters. All are
 * SHA-256 as 64 hexadecimal digits.
 */
final class PostingKey {
  private PostingKey() {}

  /** Of ranges: where they begin, not where they end. */
  static String of(String target, String operation, String effect, List<Range> sorted) {
    StringBuilder text = effect(target, operation, effect);
    append(text, sorted);
    return Sha256.hex(text.toString());
  }

  /** Of one thing that happened, such as an event's id. */
  static String of(String target, String operation, String effect, String basis) {
    StringBuilder text = effect(target, operation, effect);
    append(text, "");
    append(text, basis);
    return Sha256.hex(text.toString());
  }

  /** What stands for ranges where another effect follows from them. */
  static String basis(List<Range> sorted) {
    StringBuilder text = new StringBuilder();
    append(text, sorted);
    return Sha256.hex(text.toString());
  }

  private static StringBuilder effect(String target, String operation, String effect) {
    StringBuilder text = new StringBuilder();
    append(text, target);
    append(text, operation);
    append(text, effect);
    return text;
  }

  private static void append(StringBuilder text, List<Range> sorted) {
    for (Range range : sorted) {
      append(text, range.counter());
      append(text, range.generation());
      append(text, Long.toString(range.from()));
    }
  }

  /** Lengths keep neighbours apart. */
  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part).append('\n');
  }
}
