package io.millrace.relay.posting;

import java.util.List;
import java.util.Map;

/**
 * A document to be made, frozen: nothing is added to it later. {@code plant} is where its events
 * are from, empty for none; {@code orderKey} names the lane within the target; {@code key} is the
 * idempotency key, equal for equal effects for ever; {@code fields} are the inputs of the operation
 * as canonical text; {@code ranges} are sorted by counter; {@code members} are the log positions
 * behind it. With {@code verifyFirst} it starts UNKNOWN, so that the target is asked before
 * anything is sent; {@code basis} is what the key stands on.
 */
public record NewPosting(
    String plant,
    String target,
    String operation,
    String effect,
    String orderKey,
    String key,
    long run,
    Map<String, String> fields,
    List<Range> ranges,
    List<Long> members,
    boolean verifyFirst,
    Basis basis) {

  public NewPosting {
    fields = Map.copyOf(fields);
    ranges = List.copyOf(ranges);
    members = List.copyOf(members);
  }

  /** Of its ranges; without any, of an event. */
  public NewPosting(
      String plant,
      String target,
      String operation,
      String effect,
      String orderKey,
      String key,
      long run,
      Map<String, String> fields,
      List<Range> ranges,
      List<Long> members,
      boolean verifyFirst) {
    this(
        plant,
        target,
        operation,
        effect,
        orderKey,
        key,
        run,
        fields,
        ranges,
        members,
        verifyFirst,
        ranges.isEmpty() ? Basis.EVENT : Basis.RANGES);
  }
}
