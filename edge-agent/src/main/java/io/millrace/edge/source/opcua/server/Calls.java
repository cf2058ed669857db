package io.millrace.edge.source.opcua.server;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Calls of the library with a deadline of ours. */
final class Calls {
  private Calls() {}

  /** Blocks for that time at most. SOURCE_UNREACHABLE says why there is no answer. */
  static <T> T await(CompletableFuture<T> call, Duration deadline) {
    try {
      return call.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed("no answer within " + deadline.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw failed(reason(e.getCause() == null ? e : e.getCause()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted", e);
    }
  }

  /** Why, in the words of OPC UA where it has some. */
  static String reason(Throwable cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null && !(deepest instanceof UaException)) {
      deepest = deepest.getCause();
    }
    return UaException.extract(cause).map(known -> text(known, cause)).orElse(message(deepest));
  }

  static MillraceException failed(String reason, Throwable cause) {
    return new MillraceException(ErrorCode.SOURCE_UNREACHABLE, reason, cause);
  }

  private static String text(UaException known, Throwable cause) {
    String code = Values.text(known.getStatusCode());
    Throwable root = known.getCause() == null ? cause : known.getCause();
    String message = message(root);
    return message.contains("Bad_") || message.isBlank() ? code : code + ": " + message;
  }

  private static String message(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
