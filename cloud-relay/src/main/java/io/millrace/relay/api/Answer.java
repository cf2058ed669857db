package io.millrace.relay.api;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries an answer, or its refusal, to whoever asked. */
public final class Answer {
  private static final Logger LOG = LoggerFactory.getLogger(Answer.class);

  private Answer() {}

  /** The outermost boundary of a call: whatever fails is told, and a defect also logged. */
  static <T> void to(StreamObserver<T> observer, Supplier<T> answer) {
    T given;
    try {
      given = answer.get();
    } catch (MillraceException e) {
      observer.onError(status(e.code()).withDescription(e.getMessage()).asRuntimeException());
      return;
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("code", ErrorCode.PROGRAM_FAULT).setCause(e).log("call failed");
      observer.onError(
          Status.INTERNAL.withDescription(ErrorCode.PROGRAM_FAULT + ": " + e).asRuntimeException());
      return;
    }
    observer.onNext(given);
    observer.onCompleted();
  }

  private static Status status(ErrorCode code) {
    return switch (code) {
      case NOT_FOUND -> Status.NOT_FOUND;
      case ACCESS_DENIED -> Status.PERMISSION_DENIED;
      case USAGE -> Status.FAILED_PRECONDITION;
      case STORE_UNAVAILABLE -> Status.UNAVAILABLE;
      default -> Status.INTERNAL;
    };
  }
}
