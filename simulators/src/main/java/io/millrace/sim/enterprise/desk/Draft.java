package io.millrace.sim.enterprise.desk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document to be.
 *
 * @param order the production order that it is about; may be empty
 * @param reference by which the index finds it; may be empty
 * @param key what is unique within its kind, null when nothing is
 * @param follows the document that it reverses or releases; at most one may follow each
 * @param fields what else it says, in the order in which it is shown
 */
public record Draft(
    Kind kind,
    String order,
    String reference,
    @Nullable String key,
    @Nullable Document follows,
    Map<String, String> fields) {

  public Draft {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** A document with no key that follows none. */
  public static Draft of(Kind kind, String order, String reference, Map<String, String> fields) {
    return new Draft(kind, order, reference, null, null, fields);
  }

  /** The same, unique within its kind. */
  public Draft keyed(String unique) {
    return new Draft(kind, order, reference, unique, follows, fields);
  }

  /** The same, following another. */
  public Draft after(Document original) {
    return new Draft(kind, order, reference, key, original, fields);
  }
}
