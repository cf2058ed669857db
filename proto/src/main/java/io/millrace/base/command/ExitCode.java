package io.millrace.base.command;

import io.millrace.base.error.ErrorCode;

/** What a program ends with; {@code packaging/reference/errors.md} says it for each error. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;

  /** EX_UNAVAILABLE of sysexits.h. */
  public static final int UNAVAILABLE = 69;

  /** EX_CONFIG of sysexits.h: starting it again changes nothing, a person must. */
  public static final int CONFIG = 78;

  /** For {@code --help}. */
  public static final String LEGEND =
      "exit codes: 0 ok, 1 failed, 2 usage, 69 not running, 78 wrong configuration";

  private ExitCode() {}

  /** Of a command that ended with that error. */
  public static int of(ErrorCode code) {
    return switch (code) {
      case CONFIG_INVALID, CERTIFICATE_INVALID, FILE_DENIED -> CONFIG;
      case USAGE -> USAGE;
      case NOT_RUNNING, DATA_IN_USE -> UNAVAILABLE;
      default -> FAILED;
    };
  }
}
