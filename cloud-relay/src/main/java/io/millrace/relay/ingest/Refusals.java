package io.millrace.relay.ingest;

import io.grpc.Status;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.util.concurrent.CompletionException;

/** Failures as agents see them: a status, and a description that begins with the code. */
public final class Refusals {
  private Refusals() {}

  /** What a future failed with. */
  public static MillraceException reason(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof MillraceException known
        ? known
        : new MillraceException(ErrorCode.STORE_UNAVAILABLE, "not committed: " + cause, cause);
  }

  public static Status status(MillraceException reason) {
    return status(reason.code()).withDescription(reason.getMessage());
  }

  private static Status status(ErrorCode code) {
    return switch (code) {
      case AGENT_REVOKED, AGENT_UNKNOWN, CERTIFICATE_INVALID, CERTIFICATE_SUPERSEDED ->
          Status.UNAUTHENTICATED;
      case PLANT_FOREIGN -> Status.PERMISSION_DENIED;
      case AGENT_CLONED, AGENT_FORKED -> Status.FAILED_PRECONDITION;
      case SESSION_FENCED -> Status.ABORTED;
      case BATCH_INVALID, FRAME_INVALID -> Status.INVALID_ARGUMENT;
      case STORE_UNAVAILABLE -> Status.UNAVAILABLE;
      default -> Status.INTERNAL;
    };
  }
}
