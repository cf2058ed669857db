package io.millrace.relay.api;

import static io.grpc.Status.Code.RESOURCE_EXHAUSTED;

import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.logging.RequestLog;
import io.millrace.base.error.ErrorCode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the ports of API and page refused since their start. Any thread. */
public final class ApiCounts {
  private static final Logger LOG = LoggerFactory.getLogger(ApiCounts.class);

  static final String NOT_TLS = "api.connections.not_tls";
  static final String OVERSIZED = "api.requests.oversized";
  static final String REFUSED = "api.requests.refused";

  private static final String GRPC_STATUS = "grpc-status";
  private static final String GRPC_OK = "0";
  private static final String GRPC_EXHAUSTED = Integer.toString(RESOURCE_EXHAUSTED.value());

  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

  /** One more; returns how many there were by now. */
  long add(String name) {
    return counts.computeIfAbsent(name, absent -> new AtomicLong()).incrementAndGet();
  }

  /** Counts the request if it was refused. */
  void refusals(RequestLog log) {
    boolean answered =
        Stream.of(log.responseHeaders(), log.responseTrailers())
            .map(headers -> headers.get(GRPC_STATUS, GRPC_OK))
            .allMatch(GRPC_OK::equals);
    if (!answered || log.responseStatus().code() >= HttpStatus.BAD_REQUEST.code()) {
      add(REFUSED);
      if (isOversized(log)) {
        sayOversized(log, add(OVERSIZED));
      }
    }
  }

  private static boolean isOversized(RequestLog log) {
    return log.requestCause() instanceof ContentTooLargeException
        || log.responseCause() instanceof ContentTooLargeException
        || log.responseStatus().equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
        || Stream.of(log.responseHeaders(), log.responseTrailers())
            .anyMatch(headers -> GRPC_EXHAUSTED.equals(headers.get(GRPC_STATUS)));
  }

  /** At the 1st, 2nd, 4th, 8th ... of them. */
  private static void sayOversized(RequestLog log, long times) {
    if (Long.bitCount(times) == 1) {
      LOG.atWarn()
          .addKeyValue("code", ErrorCode.FRAME_INVALID)
          .addKeyValue("from", log.context().remoteAddress())
          .addKeyValue("times", times)
          .log("request to the API port is too large, refused");
    }
  }

  /** All, by name. */
  public Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put(name, count.get()));
    return all;
  }
}
