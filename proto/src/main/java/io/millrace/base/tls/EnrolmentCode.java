package io.millrace.base.tls;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A one-time code as people carry it: {@code MR1-<token>-<root>}, where the token is 20 random
 * bytes in base32 (RFC 4648, 32 characters of A-Z and 2-7) and root is the SHA-256 of the root
 * certificate's DER in hexadecimal (64 characters). Case does not matter. The token is a secret;
 * printing the record masks it.
 */
public record EnrolmentCode(String token, String rootFingerprint) {
  /** Bytes of randomness in a token. */
  public static final int TOKEN_BYTES = 20;

  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int TOKEN_CHARACTERS = 32;
  private static final int BITS_PER_CHARACTER = 5;
  private static final Pattern FORM =
      Pattern.compile("MR1-([A-Z2-7]{" + TOKEN_CHARACTERS + "})-([0-9A-F]{64})");

  /** A code of these random bytes. */
  public static EnrolmentCode of(byte[] random, String rootFingerprint) {
    if (random.length != TOKEN_BYTES) {
      throw new IllegalArgumentException(
          "token has %d bytes, not %d".formatted(random.length, TOKEN_BYTES));
    }
    return new EnrolmentCode(base32(random), rootFingerprint);
  }

  /** Reads what a person typed. ENROLMENT_REFUSED says what is wrong without repeating it. */
  public static EnrolmentCode parse(String text) {
    Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      throw MillraceException.hinted(
          ErrorCode.ENROLMENT_REFUSED,
          "this is no enrolment code: expected MR1-, 32 characters of A-Z and 2-7, -, 64"
              + " hexadecimal digits",
          "copy the whole of it as the relay gave it; it is unused");
    }
    return new EnrolmentCode(form.group(1), form.group(2).toLowerCase(Locale.ROOT));
  }

  /** The code in full; a secret until it was used. */
  public String text() {
    return "MR1-" + token + "-" + rootFingerprint;
  }

  @Override
  public String toString() {
    return "MR1-...-" + rootFingerprint;
  }

  private static String base32(byte[] bytes) {
    BigInteger rest = new BigInteger(HexFormat.of().formatHex(bytes), 16);
    StringBuilder text = new StringBuilder(TOKEN_CHARACTERS);
    for (int i = TOKEN_CHARACTERS - 1; i >= 0; i--) {
      int digit = rest.shiftRight(i * BITS_PER_CHARACTER).intValue() & (ALPHABET.length() - 1);
      text.append(ALPHABET.charAt(digit));
    }
    return text.toString();
  }
}
