package io.millrace.edge.identity;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** What went wrong with an enrolment or renewal, in words that say what to mend. Pure. */
final class EnrolmentFailure {
  private static final List<ErrorCode> REFUSALS =
      List.of(
          ErrorCode.ENROLMENT_REFUSED,
          ErrorCode.RENEWAL_REFUSED,
          ErrorCode.CERTIFICATE_SUPERSEDED,
          ErrorCode.CERTIFICATE_INVALID,
          ErrorCode.AGENT_REVOKED,
          ErrorCode.AGENT_UNKNOWN,
          ErrorCode.PLANT_FOREIGN);

  /** TLS alerts 42 and 116 (RFC 8446, section 6.2), as libraries spell them. */
  private static final Pattern ASKS_FOR_CERTIFICATE =
      Pattern.compile("bad[ _]certificate|certificate[ _]required");

  private static final Pattern NO_TLS = Pattern.compile("not an ssl/tls record|wrong[ _]version");

  /** What these are thrown for comes before the relay is asked anything. */
  private static final List<Class<? extends Exception>> BEFORE_ASKING =
      List.of(
          PinnedTrust.RefusedServerException.class,
          ConnectException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          SSLHandshakeException.class,
          NotSslRecordException.class);

  private static final String UNUSED =
      "the relay was not asked: the code is unused, enrol with it again when that is mended";
  private static final String UNSURE =
      "enrol again with the same code; if the relay then says that it was used, get a new one";

  private EnrolmentFailure() {}

  /**
   * Of an enrolment, with what is to be done with the code unless the relay itself refused it;
   * {@code asked} when an attempt before this one may have reached the relay.
   */
  static MillraceException withCode(StatusRuntimeException e, URI api, boolean asked) {
    MillraceException failure = of(e, api, ErrorCode.ENROLMENT_REFUSED);
    if (e.getStatus().getCode() == Status.Code.PERMISSION_DENIED) {
      return failure;
    }
    String hint = !asked && isBeforeAsking(e) ? UNUSED : UNSURE;
    return new MillraceException(
        failure.code(), failure.detail() + "\n" + MillraceException.HINT + hint, e);
  }

  private static boolean isBeforeAsking(StatusRuntimeException e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> BEFORE_ASKING.stream().anyMatch(kind -> kind.isInstance(cause)));
  }

  static MillraceException of(StatusRuntimeException e, URI api, ErrorCode other) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PinnedTrust.RefusedServerException refused) {
        return new MillraceException(other, api + ": " + refused.getMessage(), e);
      }
    }
    String described = e.getStatus().getDescription();
    String text = described == null ? e.getStatus().getCode().name() : described;
    return switch (e.getStatus().getCode()) {
      case PERMISSION_DENIED -> refusal(text, e, other);
      case UNAVAILABLE, DEADLINE_EXCEEDED ->
          new MillraceException(ErrorCode.UPLINK_UNREACHABLE, api + ": " + reason(e, text), e);
      default -> new MillraceException(other, api + ": " + e.getStatus(), e);
    };
  }

  /** A refusal keeps the relay's code. */
  private static MillraceException refusal(String text, StatusRuntimeException e, ErrorCode other) {
    for (ErrorCode code : REFUSALS) {
      if (text.startsWith(code + ": ")) {
        return new MillraceException(code, text.substring(code.name().length() + 2), e);
      }
    }
    return new MillraceException(other, text, e);
  }

  private static String reason(StatusRuntimeException e, String text) {
    StringBuilder all = new StringBuilder(text);
    Throwable last = e;
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      all.append(' ').append(cause.getMessage());
      last = cause;
    }
    String lower = all.toString().toLowerCase(Locale.ROOT);
    if (ASKS_FOR_CERTIFICATE.matcher(lower).find()) {
      return "that port asks for a certificate, so it is the one for agents; enrolment is on the"
          + " port of 'api' in relay.yaml, 7444 unless it says otherwise";
    }
    if (NO_TLS.matcher(lower).find()) {
      return "what answers there does not speak TLS: check host and port";
    }
    if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "no answer in time";
    }
    return last == e ? text : String.valueOf(last.getMessage());
  }
}
