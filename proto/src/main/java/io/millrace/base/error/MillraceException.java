package io.millrace.base.error;

import org.jspecify.annotations.Nullable;

/** The one unchecked exception; its code decides who acts. */
public final class MillraceException extends RuntimeException {
  /** Stands in a message before what a person can do, on a line of its own. */
  public static final String HINT = "  -> ";

  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String detail;

  /** Detail in lower case; names the object and both values. */
  public MillraceException(ErrorCode code, String detail, @Nullable Throwable cause) {
    super(code + ": " + detail, cause);
    this.code = code;
    this.detail = detail;
  }

  /** Without a cause. */
  public MillraceException(ErrorCode code, String detail) {
    this(code, detail, null);
  }

  /** With a hint that is better than the code's own. */
  public static MillraceException hinted(ErrorCode code, String detail, String hint) {
    return new MillraceException(code, detail + "\n" + HINT + hint);
  }

  public ErrorCode code() {
    return code;
  }

  /** The message without the code. */
  public String detail() {
    return detail;
  }
}
