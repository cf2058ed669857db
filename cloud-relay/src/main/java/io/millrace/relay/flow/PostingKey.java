package io.millrace.relay.flow;

import io.millrace.relay.posting.Range;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    return sha256(text.toString());
  }

  /** Of one thing that happened, such as an event's id. */
  static String of(String target, String operation, String effect, String basis) {
    StringBuilder text = effect(target, operation, effect);
    append(text, "");
    append(text, basis);
    return sha256(text.toString());
  }

  /** What stands for ranges where another effect follows from them. */
  static String basis(List<Range> sorted) {
    StringBuilder text = new StringBuilder();
    append(text, sorted);
    return sha256(text.toString());
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

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
