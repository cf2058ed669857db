package io.millrace.relay.posting;

import io.millrace.relay.casework.CaseClass;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A posting as it stands in the store. {@code plant} is where its events are from, {@code order}
 * the order that people search by, {@code lane} the number of its lane, {@code reference} what the
 * target's document carries; {@code attempts} counts failures that count, {@code sends} requests
 * whose first byte may have left, {@code unknowns} outcomes that nobody knew. A reversal names the
 * posting and document that it undoes. {@code doubt} says whether it may have been made in a time
 * that a restore forgot.
 */
public record Posting(
    long id,
    String target,
    String operation,
    String effect,
    long lane,
    String plant,
    String order,
    String key,
    String reference,
    long run,
    Map<String, String> fields,
    PostingState state,
    int attempts,
    int sends,
    int unknowns,
    @Nullable String document,
    @Nullable String failureClass,
    @Nullable String failureText,
    @Nullable Long undoOf,
    @Nullable String undoDocument,
    boolean duplicate,
    Doubt doubt,
    Instant createdAt,
    Instant changedAt) {

  /** Failure class of postings that are set aside only because of one before them. */
  public static final String BEHIND = "BEHIND";

  public Posting {
    fields = Map.copyOf(fields);
  }

  /** Whether it reverses a document instead of making one. */
  public boolean isUndo() {
    return undoOf != null;
  }

  /** Whether nothing is done about it by itself any more, and no document is known. */
  public boolean isLeftToPeople() {
    return switch (state) {
      case REJECTED, PARKED, SKIPPED, CANCELLED -> true;
      case UNKNOWN -> CaseClass.UNKNOWN_OUTCOME.name().equals(failureClass);
      default -> false;
    };
  }

  /** As it is once the document is known. */
  public Posting confirmed(String number, Instant at) {
    return new Posting(
        id,
        target,
        operation,
        effect,
        lane,
        plant,
        order,
        key,
        reference,
        run,
        fields,
        PostingState.CONFIRMED,
        attempts,
        sends,
        unknowns,
        number,
        null,
        null,
        undoOf,
        undoDocument,
        duplicate,
        doubt,
        createdAt,
        at);
  }
}
