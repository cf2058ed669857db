package io.millrace.base.error;

import org.jspecify.annotations.Nullable;

/** The one unchecked exception; its code decides who acts. */
public final class MillraceException extends RuntimeException {
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

  public ErrorCode code() {
    return code;
  }

  /** The message without the code. */
  public String detail() {
    return detail;
  }
}
