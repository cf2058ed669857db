package io.millrace.relay.cli;

import io.millrace.base.error.ErrorCode;

/** What the process ends with. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** EX_UNAVAILABLE of sysexits.h. */
  static final int UNAVAILABLE = 69;

  /** EX_CONFIG of sysexits.h. */
  static final int CONFIG = 78;

  private ExitCode() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case CONFIG_INVALID, CERTIFICATE_INVALID -> CONFIG;
      case USAGE -> USAGE;
      case NOT_RUNNING, DATA_IN_USE -> UNAVAILABLE;
      default -> FAILED;
    };
  }
}
