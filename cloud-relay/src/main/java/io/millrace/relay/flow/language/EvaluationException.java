package io.millrace.relay.flow.language;

/** An expression that had no value for these inputs; the message quotes it and says why. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EvaluationException(String source, String reason, Throwable cause) {
    super("'%s' has no value: %s".formatted(source.strip(), reason), cause);
  }

  EvaluationException(String source, String reason) {
    super("'%s' has no value: %s".formatted(source.strip(), reason));
  }
}
