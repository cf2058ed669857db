package io.millrace.relay.console;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.List;
import java.util.Map;

/**
 * Puts the security headers on every answer: nothing inline runs, nothing foreign loads, nobody may
 * frame the page, and no script may turn text into markup (CSP level 3, Trusted Types).
 */
public final class SecurityHeaders extends SimpleDecoratingHttpService {
  /** The page's policy. */
  public static final String POLICY =
      String.join(
          "; ",
          List.of(
              "default-src 'none'",
              "script-src 'self'",
              "style-src 'self'",
              "font-src 'self'",
              "img-src 'self'",
              "connect-src 'self'",
              "base-uri 'none'",
              "form-action 'none'",
              "frame-ancestors 'none'",
              "require-trusted-types-for 'script'",
              "trusted-types 'none'"));

  private static final Map<String, String> HEADERS =
      Map.of(
          "content-security-policy", POLICY,
          "x-content-type-options", "nosniff",
          "referrer-policy", "no-referrer",
          "cross-origin-opener-policy", "same-origin",
          "cross-origin-resource-policy", "same-origin",
          "permissions-policy", "camera=(), microphone=(), geolocation=()");

  /** Around that service. */
  public SecurityHeaders(HttpService delegate) {
    super(delegate);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    context.mutateAdditionalResponseHeaders(
        headers -> HEADERS.forEach((name, value) -> headers.set(name, value)));
    return unwrap().serve(context, request);
  }
}
