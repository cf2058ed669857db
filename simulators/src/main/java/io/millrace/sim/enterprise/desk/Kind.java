package io.millrace.sim.enterprise.desk;

import org.jspecify.annotations.Nullable;

/**
 * A kind of document.
 *
 * @param name as it is listed, for example confirmation
 * @param prefix of its numbers, for example CNF
 * @param followed what a document that follows it makes of it, for example reversed; null when none
 *     can follow
 */
public record Kind(String name, String prefix, @Nullable String followed) {
  private static final int DIGITS = 7;

  /** A kind that nothing follows. */
  public Kind(String name, String prefix) {
    this(name, prefix, null);
  }

  String number(long id) {
    return ("%s-%0" + DIGITS + "d").formatted(prefix, id);
  }

  /** 0, which no document has, when it is no number of this kind. */
  long id(String number) {
    return number.matches(prefix + "-\\d{" + DIGITS + ",18}")
        ? Long.parseLong(number.substring(prefix.length() + 1))
        : 0;
  }
}
