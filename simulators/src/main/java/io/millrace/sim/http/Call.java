package io.millrace.sim.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that has arrived in full.
 *
 * @param receivedAt when its headers arrived
 */
public record Call(
    ServiceRequestContext context, AggregatedHttpRequest request, Instant receivedAt) {

  /** A part of the path by its name in the route. */
  public String path(String name) {
    return Objects.requireNonNull(context.pathParam(name), name);
  }

  /** A query parameter. */
  public @Nullable String query(String name) {
    return context.queryParam(name);
  }

  /** The body as a form. */
  public QueryParams form() {
    return QueryParams.fromQueryString(body());
  }

  /** A header. */
  public @Nullable String header(String name) {
    return request.headers().get(name);
  }

  /** What to answer so that the connection closes without a byte of an answer. */
  public HttpResponse drop() {
    context.initiateConnectionShutdown(Duration.ZERO).exceptionally(failure -> null);
    return HttpResponse.ofFailure(AbortedStreamException.get());
  }

  /** The body as text. */
  public String body() {
    return request.contentUtf8();
  }
}
