package io.millrace.relay.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.millrace.base.error.ErrorCode;
import java.util.Optional;

/**
 * Lets pass what is asked with parameters and values that its path knows: a filter that nobody
 * applies would look as if it had been. Never blocks.
 */
final class QueryGate extends SimpleDecoratingHttpService {
  private final QueryRules rules;

  QueryGate(HttpService delegate, QueryRules rules) {
    super(delegate);
    this.rules = rules;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    String query = context.query();
    if (query != null) {
      Optional<String> refusal =
          rules.refusal(request.method(), context.path(), QueryParams.fromQueryString(query));
      if (refusal.isPresent()) {
        return Problems.of(HttpStatus.BAD_REQUEST, ErrorCode.USAGE, refusal.get());
      }
    }
    return unwrap().serve(context, request);
  }
}
