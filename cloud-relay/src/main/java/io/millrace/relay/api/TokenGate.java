package io.millrace.relay.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.millrace.base.error.ErrorCode;
import io.millrace.relay.access.AccessTokens;
import io.millrace.relay.access.Rights;
import java.util.Optional;

/** Lets pass who bears a token of this relay (RFC 6750); others get 401. Never blocks. */
final class TokenGate extends SimpleDecoratingHttpService {
  private static final String SCHEME = "Bearer ";

  private final AccessTokens tokens;

  TokenGate(HttpService delegate, AccessTokens tokens) {
    super(delegate);
    this.tokens = tokens;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    String header = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return refused("a token is needed: Authorization: Bearer, from millrace-relay token create");
    }
    String secret = header.substring(SCHEME.length()).strip();
    Optional<Rights> rights = tokens.check(secret);
    if (rights.isEmpty()) {
      return refused("the token is not known here or was revoked");
    }
    Caller.pass(context, rights.get(), () -> tokens.check(secret).isPresent());
    return unwrap().serve(context, request);
  }

  private static HttpResponse refused(String why) {
    return Problems.of(HttpStatus.UNAUTHORIZED, ErrorCode.ACCESS_DENIED, why);
  }
}
