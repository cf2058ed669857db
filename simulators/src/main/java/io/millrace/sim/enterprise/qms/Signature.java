package io.millrace.sim.enterprise.qms;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as Standard Webhooks 1.0 says: HMAC-SHA256 over {@code id.timestamp.body}. Any thread. */
final class Signature {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private static final int ID_BYTES = 16;

  private final SecretKeySpec key;

  /** IllegalArgumentException when it is no {@code whsec_<base64>}; the text is not repeated. */
  Signature(String secret) {
    if (!secret.startsWith(PREFIX) || secret.length() == PREFIX.length()) {
      throw new IllegalArgumentException("the webhook's secret is not whsec_ and base64");
    }
    this.key =
        new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), ALGORITHM);
  }

  /** The value of {@code webhook-signature}. */
  String of(String id, long timestamp, String body) {
    return "v1," + Base64.getEncoder().encodeToString(hash(id + "." + timestamp + "." + body));
  }

  /** A signature that is right for other words. */
  String wrong(String id, long timestamp, String body) {
    return of(id, timestamp, body + " ");
  }

  /** An id made of those words, {@code msg_} and 32 hexadecimal digits. */
  static String digest(String... words) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", words).getBytes(StandardCharsets.UTF_8));
      return "msg_" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no SHA-256", e);
    }
  }

  private byte[] hash(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no " + ALGORITHM, e);
    }
  }
}
