package io.millrace.relay.flow;

import io.millrace.relay.posting.Range;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The idempotency key of ranges: where they begin and what they are for, nothing else. */
final class PostingKey {
  private PostingKey() {}

  /** SHA-256 as 64 hexadecimal digits; neither flow, step nor version enters, nor any end. */
  static String of(Flow flow, List<Range> sorted) {
    StringBuilder text = new StringBuilder();
    append(text, flow.target());
    append(text, flow.operation());
    append(text, flow.effect());
    for (Range range : sorted) {
      append(text, range.counter());
      append(text, range.generation());
      append(text, Long.toString(range.from()));
    }
    return sha256(text.toString());
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
