package io.millrace.base.command;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The outermost boundary: one message on standard error, and the exit code that belongs to it. */
public final class Failure implements IExecutionExceptionHandler {
  /** Stands before what a person can do. */
  public static final String HINT = "  -> ";

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
    if (e instanceof MillraceException known) {
      return known;
    }
    LOG.atError().addKeyValue("code", ErrorCode.PROGRAM_FAULT).setCause(e).log("command failed");
    return new MillraceException(ErrorCode.PROGRAM_FAULT, e.toString(), e);
  }
}
