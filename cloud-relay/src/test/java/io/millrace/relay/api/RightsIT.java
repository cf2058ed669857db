package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.grpc.Status;
import io.millrace.v1.RelayApi;
import io.millrace.v1.RelayFlows;
import io.millrace.v1.RelayLocal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in that is described, by each kind of asker who must not get through it. */
class RightsIT {
  /** What changes something; a new one that is not named here fails as if it only read. */
  private static final Set<String> CHANGING =
      Set.of("CloseCase", "RevokeAgent", "CreateEnrolmentCode", "CreateToken", "RevokeToken");

  private static final byte[] EMPTY_MESSAGE = new byte[5];

  @TempDir static Path folder;
  private static ApiRig rig;

  @BeforeAll
  static void start() throws IOException {
    rig = new ApiRig(folder).posting("PO-press-1", "PO-mill-1");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void noRouteAndNoCallAnswersWithoutAToken() {
    for (Route route : routes()) {
      for (String scheme : List.of("", "Bearer ", "Bearer mrt_wrong", "Basic mrt_wrong")) {
        AggregatedHttpResponse answer = route.ask(scheme);
        assertThat(answer.status()).as(route + " " + scheme).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(ApiRig.json(answer).path("detail").asText()).as(route.path).contains("token");
      }
    }
    for (MethodDescriptor method : calls()) {
      AggregatedHttpResponse answer = call(method, "");
      assertThat(answer.status()).as(method.getFullName()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }
  }

  @Test
  void aTokenInTheAddressIsNone() {
    for (String path : List.of("/v1/status", "/v1/live")) {
      for (String name : List.of("token", "access_token", "authorization")) {
        String asked = path + "?" + name + "=" + rig.admin;
        assertThat(rig.api().get(asked).aggregate().join().status())
            .as(name)
            .isEqualTo(HttpStatus.UNAUTHORIZED);
      }
    }
  }

  @Test
  void aViewerChangesNothingAndIsToldWhoMay() {
    for (Route route : routes()) {
      if (route.method == HttpMethod.POST) {
        AggregatedHttpResponse answer = route.ask("Bearer " + rig.viewer);
        assertThat(answer.status()).as(route.path).isEqualTo(HttpStatus.FORBIDDEN);
        assertThat(ApiRig.json(answer).path("detail").asText())
            .as(route.path)
            .startsWith("token board is viewer; ");
      }
    }
    for (MethodDescriptor method : calls()) {
      int status = status(call(method, "Bearer " + rig.viewer));
      if (CHANGING.contains(method.getName())) {
        assertThat(status).as(method.getFullName()).isEqualTo(denied());
      }
    }
  }

  @Test
  void noRouteNoCallAndNoStreamTellsATokenOfOnePlantOfTheOther() {
    for (Route route : routes()) {
      if (route.method == HttpMethod.GET && !route.path.equals(WebServices.LIVE)) {
        AggregatedHttpResponse answer = route.ask("Bearer " + rig.operatorOfGraz);
        assertThat(answer.status())
            .as(route.path)
            .isIn(HttpStatus.OK, HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND);
        assertThat(answer.contentUtf8()).as(route.path).doesNotContain("linz", "mill-1");
      }
    }
    for (MethodDescriptor method : calls()) {
      if (!CHANGING.contains(method.getName())) {
        AggregatedHttpResponse answer = call(method, "Bearer " + rig.operatorOfGraz);
        String bytes = answer.content().toString(StandardCharsets.ISO_8859_1);
        assertThat(bytes).as(method.getFullName()).doesNotContain("linz", "mill-1");
      }
    }
    try (Events events = new Events(rig.api(), WebServices.LIVE, rig.operatorOfGraz)) {
      events.await(2, Duration.ofSeconds(10));
      assertThat(events.data(1)).contains("press-1").doesNotContain("linz", "mill-1");
    }
  }

  @Test
  void everyCallIsKnownToTellOrToChange() {
    Set<String> names = new TreeSet<>();
    for (MethodDescriptor method : calls()) {
      names.add(method.getName());
      int asAdmin = status(call(method, "Bearer " + rig.admin));
      int asViewer = status(call(method, "Bearer " + rig.viewer));
      boolean keepers = method.getName().equals("ListTokens");
      assertThat(asViewer)
          .as(method.getFullName() + ", for an admin " + asAdmin)
          .isEqualTo(CHANGING.contains(method.getName()) || keepers ? denied() : asAdmin);
    }
    assertThat(names).containsAll(CHANGING);
  }

  private static int denied() {
    return Status.PERMISSION_DENIED.getCode().value();
  }

  private static List<MethodDescriptor> calls() {
    List<MethodDescriptor> calls = new ArrayList<>();
    for (FileDescriptor file :
        List.of(RelayApi.getDescriptor(), RelayFlows.getDescriptor(), RelayLocal.getDescriptor())) {
      for (ServiceDescriptor service : file.getServices()) {
        calls.addAll(service.getMethods());
      }
    }
    return calls;
  }

  /** With an empty message. */
  private static AggregatedHttpResponse call(MethodDescriptor method, String authorization) {
    String path = "/" + method.getService().getFullName() + "/" + method.getName();
    return ask(HttpMethod.POST, path, authorization, "application/grpc", EMPTY_MESSAGE);
  }

  private static int status(AggregatedHttpResponse answer) {
    String inHeaders = answer.headers().get("grpc-status", "");
    return Integer.parseInt(
        inHeaders.isEmpty() ? answer.trailers().get("grpc-status", "-1") : inHeaders);
  }

  private static List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    JsonNode paths = ApiRig.json(rig.get(WebServices.OPEN_API)).path("paths");
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            routes.add(
                                new Route(
                                    HttpMethod.valueOf(method.toUpperCase(java.util.Locale.ROOT)),
                                    path.getKey()
                                        .replace("{any}", "PO-press-1")
                                        .replaceAll("\\{\\w+}", "2")))));
    assertThat(routes).hasSizeGreaterThan(10);
    routes.removeIf(route -> route.path.equals(WebServices.OPEN_API));
    return routes;
  }

  private static AggregatedHttpResponse ask(
      HttpMethod method, String path, String authorization, String type, byte[] body) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(method, path).contentType(MediaType.parse(type));
    if (!authorization.isEmpty()) {
      headers.set("authorization", authorization);
    }
    HttpData sent = method == HttpMethod.GET ? HttpData.empty() : HttpData.wrap(body);
    return rig.api().execute(HttpRequest.of(headers.build(), sent)).aggregate().join();
  }

  /** One way in over HTTP and JSON. */
  private record Route(HttpMethod method, String path) {
    AggregatedHttpResponse ask(String authorization) {
      return RightsIT.ask(
          method, path, authorization, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
    }
  }
}
