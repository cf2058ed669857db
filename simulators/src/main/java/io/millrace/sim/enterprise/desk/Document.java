package io.millrace.sim.enterprise.desk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a business system keeps. Quantities are canonical decimal text. Times are ISO 8601 in UTC
 * with milliseconds.
 *
 * @param key what is unique within its kind, null when nothing is
 * @param revision how often it was written; the rest is what the last time said
 * @param followed whether another document reversed or released it
 * @param fault what was done to its request, {@code none} when nothing
 * @param visibleAt from when it is found by its reference
 */
public record Document(
    long id,
    Kind kind,
    String order,
    String reference,
    @Nullable String key,
    int revision,
    boolean followed,
    Map<String, String> fields,
    String fault,
    String receivedAt,
    String committedAt,
    String visibleAt) {

  public Document {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** For example CNF-0000001; the digits are unique among all kinds. */
  public String number() {
    return kind.number(id);
  }

  /** One of its fields; empty when it has none of that name. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** As its system answers. */
  public Map<String, Object> answer() {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("number", number());
    if (!order.isEmpty()) {
      answer.put("order", order);
    }
    answer.putAll(fields);
    if (!reference.isEmpty()) {
      answer.put("reference", reference);
    }
    answer.put("postedAt", committedAt);
    if (kind.followed() != null) {
      answer.put(kind.followed(), followed);
    }
    return answer;
  }

  /** Also what only the simulator knows. */
  Map<String, Object> whole() {
    Map<String, Object> whole = new LinkedHashMap<>(answer());
    whole.put("kind", kind.name());
    whole.put("revision", revision);
    whole.put("fault", fault);
    whole.put("receivedAt", receivedAt);
    whole.put("committedAt", committedAt);
    whole.put("visibleAt", visibleAt);
    return whole;
  }
}
