package io.millrace.relay.casework;

import java.util.List;

/**
 * A question. Cases with equal class and fingerprint are one while open: another occurrence counts
 * up. Empty text where plant, order or subject do not apply; {@code subject} is what the decision
 * acts on (an event id, a posting's number); the first decision is what is done most often.
 */
public record NewCase(
    CaseClass caseClass,
    String fingerprint,
    String title,
    String detail,
    String plant,
    String order,
    String subject,
    List<String> decisions) {

  public NewCase {
    decisions = List.copyOf(decisions);
  }
}
