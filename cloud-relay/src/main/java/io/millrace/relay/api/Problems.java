package io.millrace.relay.api;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import io.grpc.Status;
import io.millrace.base.error.ErrorCode;
import io.millrace.relay.problem.ProblemDocument;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refusals as problem details (RFC 9457), whether a method, a gate or the server refuses. */
final class Problems implements UnframedGrpcErrorHandler, ServerErrorHandler {
  static final String NO_TOKEN = "Bearer realm=\"millrace\"";

  /** With that status and code. */
  static HttpResponse of(HttpStatus status, ErrorCode code, String detail) {
    return answer(status, code, detail).toHttpResponse();
  }

  @Override
  public HttpResponse handle(
      ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
    String text = Objects.requireNonNullElse(status.getDescription(), "");
    ErrorCode code =
        Arrays.stream(ErrorCode.values())
            .filter(each -> text.startsWith(each + ": "))
            .findFirst()
            .orElse(code(status));
    String detail = text.startsWith(code + ": ") ? text.substring(code.name().length() + 2) : text;
    return of(http(status), code, detail);
  }

  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return null;
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    String detail = Objects.requireNonNullElse(description, status.reasonPhrase());
    return answer(status, code(status), headers == null ? detail : detail(status, headers, detail));
  }

  private static String detail(HttpStatus status, RequestHeaders headers, String otherwise) {
    String path = headers.path().split("\\?", 2)[0];
    if (status.equals(HttpStatus.NOT_FOUND)) {
      return "nothing is served at " + path;
    }
    return status.equals(HttpStatus.METHOD_NOT_ALLOWED)
        ? "%s is not served at %s".formatted(headers.method(), path)
        : otherwise;
  }

  private static AggregatedHttpResponse answer(HttpStatus status, ErrorCode code, String detail) {
    AggregatedHttpResponse answer = ProblemDocument.answer(status, code, detail);
    if (!status.equals(HttpStatus.UNAUTHORIZED)) {
      return answer;
    }
    ResponseHeaders headers =
        answer.headers().toBuilder().set(HttpHeaderNames.WWW_AUTHENTICATE, NO_TOKEN).build();
    return AggregatedHttpResponse.of(headers, answer.content());
  }

  private static HttpStatus http(Status status) {
    return switch (status.getCode()) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> HttpStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case RESOURCE_EXHAUSTED -> HttpStatus.REQUEST_ENTITY_TOO_LARGE;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case DEADLINE_EXCEEDED -> HttpStatus.GATEWAY_TIMEOUT;
      case UNIMPLEMENTED -> HttpStatus.NOT_IMPLEMENTED;
      default -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }

  private static ErrorCode code(Status status) {
    return code(http(status));
  }

  private static ErrorCode code(HttpStatus status) {
    if (status.equals(HttpStatus.NOT_FOUND)) {
      return ErrorCode.NOT_FOUND;
    }
    if (status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)) {
      return ErrorCode.FRAME_INVALID;
    }
    return status.isServerError() ? ErrorCode.PROGRAM_FAULT : ErrorCode.USAGE;
  }
}
