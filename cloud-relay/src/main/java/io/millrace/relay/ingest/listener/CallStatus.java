package io.millrace.relay.ingest.listener;

import io.grpc.Status;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;

/** Failures as calls end with them: a status, and a description that begins with the code. */
final class CallStatus {
  private CallStatus() {}

  static Status of(MillraceException reason) {
    return of(reason.code()).withDescription(reason.getMessage());
  }

  private static Status of(ErrorCode code) {
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
