package io.millrace.relay.api;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import java.util.Optional;

/**
 * Lets pass what is asked with parameters that its path knows: a filter that nobody applies would
 * look as if it had been. Never blocks.
 */
final class QueryGate extends SimpleDecoratingHttpService {
  private final QueryNames names;

  QueryGate(HttpService delegate, QueryNames names) {
    super(delegate);
    this.names = names;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    String query = context.query();
    if (query != null) {
      Optional<String> refusal = refusal(request.method(), context.path(), query);
      if (refusal.isPresent()) {
        return Problems.of(HttpStatus.BAD_REQUEST, ErrorCode.USAGE, refusal.get());
      }
    }
    return unwrap().serve(context, request);
  }

  private Optional<String> refusal(HttpMethod method, String path, String query) {
    return names
        .of(method, path)
        .flatMap(
            known ->
                QueryParams.fromQueryString(query).names().stream()
                    .filter(name -> !known.read().contains(name))
                    .findFirst()
                    .map(
                        name ->
                            "unknown query parameter '%s', expected %s%s"
                                .formatted(
                                    name, known.text(), Nearest.suggestion(name, known.told()))));
  }
}
