package io.millrace.relay.inbound;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Standard Webhooks, symmetric: HMAC-SHA256 over {@code id.timestamp.body}, base64, in {@code
 * webhook-signature} as {@code v1,…}, several parted by spaces while secrets are changed. Pure; any
 * thread. Source: the Standard Webhooks specification 1.0.
 */
final class Signature {
  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final int KEY_BYTES_MIN = 16;
  private static final int MILLIS = 3;
  private static final long ROUND_UP = 999_999;

  /** Characters of a message's id. */
  private static final int ID_CHARACTERS_MAX = 256;

  /** Characters of a wrong header's value that its sender is told. */
  private static final int TOLD_CHARACTERS_MAX = 40;

  /** Signatures of one message that are looked at. */
  private static final int SIGNATURES_MAX = 8;

  private final SecretKeySpec key;
  private final Duration tolerance;

  /** CONFIG_INVALID for a secret that is none; it is not repeated. */
  Signature(String webhook, String secret, Duration tolerance) {
    this.key = new SecretKeySpec(key(webhook, secret), "HmacSHA256");
    this.tolerance = tolerance;
  }

  private static byte[] key(String webhook, String secret) {
    try {
      String text = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "";
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length >= KEY_BYTES_MIN) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw none(webhook, e);
    }
    throw none(webhook, null);
  }

  private static MillraceException none(
      String webhook, @org.jspecify.annotations.Nullable Throwable cause) {
    return new MillraceException(
        ErrorCode.CONFIG_INVALID,
        "webhook %s: its secret is not whsec_ and the base64 of at least %d bytes"
            .formatted(webhook, KEY_BYTES_MIN),
        cause);
  }

  /** The three headers; empty where one is not there. */
  record Headers(String id, String timestamp, String signature) {}

  /** Why the message cannot be believed; empty when it can. */
  Optional<Refused> refusal(Headers headers, byte[] body, Instant now) {
    List<String> wrong = wrong(headers);
    if (!wrong.isEmpty()) {
      return Optional.of(new Refused(Refusal.HEADERS, String.join("; ", wrong)));
    }
    if (!isOurs(headers, body)) {
      return Optional.of(new Refused(Refusal.SIGNATURE, Refusal.SIGNATURE.detail()));
    }
    Duration age = Duration.between(time(headers), now);
    return age.abs().compareTo(tolerance) > 0
        ? Optional.of(new Refused(Refusal.STALE, stale(headers, age)))
        : Optional.empty();
  }

  /** Why, and what its sender is told. */
  record Refused(Refusal refusal, String detail) {}

  private static List<String> wrong(Headers headers) {
    List<String> wrong = new ArrayList<>();
    if (headers.id().isEmpty()) {
      wrong.add("header webhook-id is missing");
    } else if (headers.id().length() > ID_CHARACTERS_MAX) {
      wrong.add(
          "header webhook-id is '%s', %d characters long, expected at most %d"
              .formatted(told(headers.id()), headers.id().length(), ID_CHARACTERS_MAX));
    }
    if (headers.timestamp().isEmpty()) {
      wrong.add("header webhook-timestamp is missing, expected whole seconds since 1970");
    } else if (!headers.timestamp().matches("[0-9]{1,12}")) {
      wrong.add(
          "header webhook-timestamp is '%s', expected whole seconds since 1970"
              .formatted(told(headers.timestamp())));
    }
    if (headers.signature().isEmpty()) {
      wrong.add("header webhook-signature is missing");
    }
    return wrong;
  }

  /** Its beginning, in ASCII that cannot end a quotation: nobody has signed it yet. */
  private static String told(String value) {
    String shown = value.replaceAll("[^\\x20\\x21\\x23-\\x7e]", "?");
    return shown.length() > TOLD_CHARACTERS_MAX
        ? shown.substring(0, TOLD_CHARACTERS_MAX) + "..."
        : shown;
  }

  private String stale(Headers headers, Duration age) {
    return "webhook-timestamp %s is %s s %s this relay's time, at most %s s are tolerated"
        .formatted(
            headers.timestamp(),
            seconds(age.abs()),
            age.isNegative() ? "after" : "before",
            seconds(tolerance));
  }

  /** Rounded up to milliseconds, so that what is above the tolerance never looks like it. */
  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.plusNanos(ROUND_UP).toMillis(), MILLIS)
        .stripTrailingZeros()
        .toPlainString();
  }

  static Instant time(Headers headers) {
    return Instant.ofEpochSecond(Long.parseLong(headers.timestamp()));
  }

  private boolean isOurs(Headers headers, byte[] body) {
    byte[] right = sign(headers.id(), headers.timestamp(), body);
    String[] given = headers.signature().split(" ", SIGNATURES_MAX + 1);
    boolean found = false;
    for (int i = 0; i < Math.min(SIGNATURES_MAX, given.length); i++) {
      byte[] one = given[i].startsWith(VERSION) ? decoded(given[i].substring(3)) : new byte[0];
      found |= MessageDigest.isEqual(right, one);
    }
    return found;
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** What the sender must have got too. */
  byte[] sign(String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
