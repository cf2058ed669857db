package io.millrace.relay.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.millrace.base.error.ErrorCode;
import io.millrace.relay.access.Rights;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Lets pass what people at this computer ask for on the page's port. A foreign site in their
 * browser can reach that port too: it may neither name it as its own host (DNS rebinding) nor use
 * the API from its pages (Fetch Metadata; where a browser does not send that, the origin).
 */
final class LoopbackGate extends SimpleDecoratingHttpService {
  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> OWN = Set.of("same-origin", "none");
  private static final String API = "/v1/";

  LoopbackGate(HttpService delegate) {
    super(delegate);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    Optional<String> refusal = refusal(request.headers(), context.path());
    if (refusal.isPresent()) {
      return Problems.of(HttpStatus.FORBIDDEN, ErrorCode.ACCESS_DENIED, refusal.get());
    }
    Caller.pass(context, Rights.THIS_COMPUTER, () -> true);
    return unwrap().serve(context, request);
  }

  /** Why the request is not from a page of ours or a program at this computer. Pure. */
  static Optional<String> refusal(RequestHeaders headers, String path) {
    String authority = Objects.requireNonNullElse(headers.authority(), "");
    if (!HOSTS.contains(host(authority))) {
      return Optional.of(
          "host '%s' is not this computer: ask by %s"
              .formatted(authority, String.join(", ", HOSTS.stream().sorted().toList())));
    }
    boolean reads = headers.method() == HttpMethod.GET || headers.method() == HttpMethod.HEAD;
    if (reads && !path.startsWith(API)) {
      return Optional.empty();
    }
    String site = headers.get("sec-fetch-site", "");
    String origin = headers.get(HttpHeaderNames.ORIGIN, "");
    if (!site.isEmpty() && !OWN.contains(site)) {
      return Optional.of("a page of another site asks (sec-fetch-site: %s)".formatted(site));
    }
    return origin.isEmpty() || origin.equalsIgnoreCase("http://" + authority)
        ? Optional.empty()
        : Optional.of("a page of %s asks".formatted(origin));
  }

  /** Without the port. */
  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean port = colon > authority.lastIndexOf(']');
    return (port ? authority.substring(0, colon) : authority).toLowerCase(Locale.ROOT);
  }
}
