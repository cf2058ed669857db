package io.millrace.base.command;

import io.millrace.base.error.Denied;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.nio.file.AccessDeniedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The outermost boundary: one message on standard error, and the exit code that belongs to it. */
public final class Failure implements IExecutionExceptionHandler {
  /** Stands before what a person can do. */
  public static final String HINT = MillraceException.HINT;

  /** Causes of a failure that are looked at. */
  private static final int CAUSES_MAX = 20;

  private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    MillraceException known = known(e);
    command.getErr().println(known.getMessage());
    boolean isSelfContained =
        known.code() == ErrorCode.CONFIG_INVALID || known.detail().contains(HINT);
    if (!isSelfContained) {
      command.getErr().println(HINT + known.code().hint());
    }
    command.getErr().flush();
    return ExitCode.of(known.code());
  }

  private static MillraceException known(Exception e) {
    AccessDeniedException denied = denied(e);
    if (denied != null && isBare(e)) {
      return Denied.of(denied);
    }
    if (e instanceof MillraceException known) {
      return known;
    }
    LOG.atError().addKeyValue("code", ErrorCode.PROGRAM_FAULT).setCause(e).log("command failed");
    return new MillraceException(ErrorCode.PROGRAM_FAULT, e.toString(), e);
  }

  /** Whether the message is no more than the name of what was thrown. */
  private static boolean isBare(Exception e) {
    return !(e instanceof MillraceException)
        || String.valueOf(e.getMessage()).contains(AccessDeniedException.class.getSimpleName());
  }

  private static @Nullable AccessDeniedException denied(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
      if (cause instanceof AccessDeniedException denied) {
        return denied;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
