package io.millrace.relay.counting;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.CountKind;

/**
 * A stretch of a counter's chain that flows have not seen: of a logged count (then {@code position}
 * is its place in the log and {@code rule} says why) or of a hole (position 0). {@code flow} is
 * empty unless one flow alone withheld it. {@code state} is OPEN until a person decides.
 */
public record Withheld(
    long id,
    String plant,
    String counter,
    String generation,
    CountKind kind,
    long from,
    long to,
    long position,
    CountRule rule,
    String state,
    String subject,
    String flow,
    String equipment,
    String order,
    Quantity factor,
    String unit) {

  /** Whether a person let it be posted. */
  public boolean isPosted() {
    return state.equals(HoleState.POSTED.name());
  }

  /** What it amounts to. */
  public Quantity quantity() {
    return factor.times(to - from);
  }
}
