package io.millrace.relay.connector;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to be made: inputs by name, the reference that the document is to carry, and, to
 * reverse one, its number. Its first byte may leave until {@code firstByteBy}, in nanoseconds of
 * the clock.
 */
public record Call(
    String operation,
    Map<String, String> fields,
    String reference,
    @Nullable String document,
    long firstByteBy) {

  public Call {
    fields = Map.copyOf(fields);
  }
}
