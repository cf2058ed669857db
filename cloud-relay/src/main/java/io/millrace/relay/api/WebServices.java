package io.millrace.relay.api;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import io.grpc.BindableService;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.millrace.relay.console.ConsoleFiles;
import io.millrace.relay.console.SecurityHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What both ports serve to people and programs: JSON API, live events, and the page. */
final class WebServices {
  static final String LIVE = "/v1/live";
  static final String OPEN_API = "/v1/openapi.json";

  private static final String DOCUMENT = "/api/openapi.json";

  private final List<BindableService> endpoints;
  private final LiveFeed live;
  private final Map<String, HttpService> hooks;
  private final HttpService document = document();

  WebServices(RelayDesk desk, LiveFeed live, Map<String, HttpService> hooks) {
    this.hooks = Map.copyOf(hooks);
    this.endpoints = Endpoints.all(desk, Caller::current);
    this.live = live;
  }

  /** Adds all of it; the gate stands before what is not the same for everybody. */
  void addTo(ServerBuilder server, Function<? super HttpService, ? extends HttpService> gate) {
    Problems problems = new Problems();
    HttpJsonTranscodingOptions json =
        HttpJsonTranscodingOptions.builder().errorHandler(problems).build();
    GrpcServiceBuilder api =
        GrpcService.builder()
            .addServices(endpoints)
            .enableHttpJsonTranscoding(json)
            .jsonMarshallerFactory(Messages::marshaller)
            .maxRequestMessageLength(ApiListener.REQUEST_BYTES_MAX)
            .useBlockingTaskExecutor(true);
    QueryRules rules = new QueryRules(Endpoints.contract(endpoints), List.of(LIVE, OPEN_API));
    server.service(api.build(), delegate -> gate.apply(new QueryGate(delegate, rules)));
    server.service(LIVE, gate.apply(new QueryGate(live, rules)));
    server.service(OPEN_API, new QueryGate(document, rules));
    hooks.forEach(server::service);
    ConsoleFiles.addTo(server);
    server.decorator(SecurityHeaders::new);
    server.errorHandler(problems);
    server.disableServerHeader();
    // what is refused is counted and said by ApiCounts; nobody reads meters of Armeria's, but two
    // servers must not register the same ones at one place, so each has an empty one of its own
    server.unloggedExceptionsReportIntervalMillis(0);
    server.meterRegistry(new CompositeMeterRegistry());
  }

  /** The description of the API, as it stands in the program. */
  private static HttpService document() {
    try (InputStream file =
        Objects.requireNonNull(WebServices.class.getResourceAsStream(DOCUMENT), DOCUMENT)) {
      HttpData bytes = HttpData.wrap(file.readAllBytes());
      return (context, request) -> HttpResponse.of(HttpStatus.OK, MediaType.JSON, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
