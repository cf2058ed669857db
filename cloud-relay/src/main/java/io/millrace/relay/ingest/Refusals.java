package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.util.concurrent.CompletionException;

/** Failures as agents are told them: each has a code, and a message that begins with it. */
public final class Refusals {
  private Refusals() {}

  /** What a future failed with. */
  public static MillraceException reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof MillraceException known
        ? known
        : new MillraceException(ErrorCode.STORE_UNAVAILABLE, "not committed: " + cause, cause);
  }
}
