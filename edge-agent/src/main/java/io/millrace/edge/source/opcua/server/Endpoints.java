package io.millrace.edge.source.opcua.server;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/** Finds the endpoint that the configuration means. Source: OPC 10000-4, 5.5.4. */
final class Endpoints {
  private static final int PORT = 4840;
  private static final String DISCOVERY = "/discovery";
  private static final String POLICY_MARK = "#";

  private Endpoints() {}

  /**
   * Asks the server and chooses by policy and mode. Name and port are those of the configuration,
   * whatever the server calls itself. SOURCE_REFUSED names what the server offers instead.
   */
  static EndpointDescription find(OpcUaSettings wanted, Duration deadline) {
    List<EndpointDescription> offered = ask(wanted.endpoint(), deadline);
    String path = URI.create(wanted.endpoint()).getPath();
    return offered.stream()
        .filter(each -> wanted.policy().uri().equals(each.getSecurityPolicyUri()))
        .filter(each -> each.getSecurityMode().getValue() == wanted.messages().number())
        .max(Comparator.comparing(each -> EndpointUtil.getPath(each.getEndpointUrl()).equals(path)))
        .map(each -> reachable(each, wanted.endpoint()))
        .orElseThrow(() -> refused(wanted, offered));
  }

  private static List<EndpointDescription> ask(String url, Duration deadline) {
    try {
      return Calls.await(DiscoveryClient.getEndpoints(url), deadline);
    } catch (MillraceException e) {
      if (e.detail().contains("refused") || url.endsWith(DISCOVERY)) {
        throw e;
      }
      try {
        String stripped = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return Calls.await(DiscoveryClient.getEndpoints(stripped + DISCOVERY), deadline);
      } catch (MillraceException again) {
        e.addSuppressed(again);
        throw e;
      }
    }
  }

  private static EndpointDescription reachable(EndpointDescription endpoint, String url) {
    URI uri = URI.create(url);
    return EndpointUtil.updateUrl(
        endpoint, uri.getHost(), uri.getPort() < 0 ? PORT : uri.getPort());
  }

  private static MillraceException refused(
      OpcUaSettings wanted, List<EndpointDescription> offered) {
    String all =
        offered.stream()
            .map(each -> policy(each) + " " + mode(each))
            .distinct()
            .collect(Collectors.joining(", "));
    return new MillraceException(
        ErrorCode.SOURCE_REFUSED,
        "the server has no endpoint with %s %s, it offers %s"
            .formatted(wanted.policy(), wanted.messages(), all));
  }

  private static String policy(EndpointDescription endpoint) {
    String uri = String.valueOf(endpoint.getSecurityPolicyUri());
    return uri.substring(uri.indexOf(POLICY_MARK) + 1);
  }

  private static String mode(EndpointDescription endpoint) {
    for (Mode mode : Mode.values()) {
      if (mode.number() == endpoint.getSecurityMode().getValue()) {
        return mode.toString();
      }
    }
    return "invalid";
  }
}
