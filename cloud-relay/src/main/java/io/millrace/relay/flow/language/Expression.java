package io.millrace.relay.flow.language;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;

/**
 * A checked expression. Evaluating it takes microseconds and changes nothing; any thread. {@code
 * source} is its text.
 */
public final class Expression {
  private final String source;
  private final CelRuntime.Program program;

  Expression(String source, CelRuntime.Program program) {
    this.source = source;
    this.program = program;
  }

  /** Its text as the file has it. */
  public String source() {
    return source;
  }

  /** Whether it holds. EvaluationException. */
  public boolean holds(Map<String, ?> names) {
    return (Boolean) raw(names);
  }

  /** Its value as text: numbers in canonical form. EvaluationException. */
  public String text(Map<String, ?> names) {
    return value(names).text();
  }

  /** The same of what must not be empty. EvaluationException. */
  public String filled(Map<String, ?> names) {
    String text = text(names);
    if (text.isEmpty()) {
      throw new EvaluationException(source, "it is empty");
    }
    return text;
  }

  /** Its value. EvaluationException. */
  public Value value(Map<String, ?> names) {
    return Value.of(raw(names));
  }

  private Object raw(Map<String, ?> names) {
    try {
      return program.eval(names);
    } catch (CelEvaluationException e) {
      throw new EvaluationException(source, reason(e), e);
    }
  }

  private static String reason(CelEvaluationException e) {
    Throwable deepest = e;
    Throwable own = e;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
      own = deepest.getClass() == IllegalArgumentException.class ? deepest : own;
    }
    Throwable told = own == e ? deepest : own;
    return String.valueOf(told.getMessage());
  }
}
