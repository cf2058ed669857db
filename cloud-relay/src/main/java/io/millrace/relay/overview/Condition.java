package io.millrace.relay.overview;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.statement.Query;

/** Clauses with the values for their question marks, in order. */
record Condition(List<String> clauses, List<Object> values) {
  static final Condition NONE = new Condition(List.of(), List.of());

  Condition {
    clauses = List.copyOf(clauses);
    values = List.copyOf(values);
  }

  /** One clause more, unless there is nothing to ask for. */
  Condition and(String asked, String clause, Object... more) {
    if (asked.isEmpty()) {
      return this;
    }
    List<String> grown = new ArrayList<>(clauses);
    grown.add(clause);
    List<Object> bound = new ArrayList<>(values);
    bound.addAll(List.of(more));
    return new Condition(grown, bound);
  }

  /** From WHERE on; empty without clauses. */
  String where() {
    return clauses.isEmpty() ? "" : " WHERE " + String.join(" AND ", clauses);
  }

  Query bind(Query query) {
    for (int i = 0; i < values.size(); i++) {
      query.bind(i, values.get(i));
    }
    return query;
  }
}
