package io.millrace.relay.posting;

import io.millrace.base.id.Sha256;

/** Names derived from idempotency keys. */
public final class Reference {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BYTES = 15;
  private static final int BITS_PER_CHARACTER = 5;

  private Reference() {}

  /**
   * 24 characters that stand in the target's document: the first 15 bytes of the key's SHA-256 in
   * base32 (RFC 4648, section 6), upper case.
   */
  public static String of(String key) {
    byte[] hash = Sha256.of(key);
    StringBuilder text = new StringBuilder(BYTES * 8 / BITS_PER_CHARACTER);
    int held = 0;
    int bits = 0;
    for (int i = 0; i < BYTES; i++) {
      held = (held << 8) | (hash[i] & 0xff);
      bits += 8;
      while (bits >= BITS_PER_CHARACTER) {
        bits -= BITS_PER_CHARACTER;
        text.append(ALPHABET.charAt((held >>> bits) & 31));
      }
    }
    return text.toString();
  }

  /** The key of the posting that reverses a document of the one with that key. */
  public static String undoKey(String key, String document) {
    return Sha256.hex(key + "\nundo\n" + document);
  }
}
