package io.millrace.sim.enterprise;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the ERP keeps. Quantities are canonical decimal text, negative in a reversal, so that all
 * documents of an order sum up to what counts. Times are ISO 8601 in UTC with milliseconds.
 *
 * @param kind confirmation or reversal
 * @param reverses the number of the document that a reversal takes back
 * @param reversed whether a reversal took it back
 * @param fault what was done to its request, {@code none} when nothing
 * @param visibleAt from when it is found by its reference
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Document(
    String number,
    String kind,
    String order,
    String machine,
    String yield,
    String scrap,
    String unit,
    String reference,
    @Nullable String reverses,
    boolean reversed,
    String fault,
    String receivedAt,
    String committedAt,
    String visibleAt) {
  static final String CONFIRMATION = "confirmation";
  static final String REVERSAL = "reversal";
}
