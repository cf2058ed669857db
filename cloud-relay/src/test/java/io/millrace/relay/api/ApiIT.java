package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.SplitHttpResponse;
import com.linecorp.armeria.common.stream.StreamMessage;
import io.millrace.base.error.ErrorCode;
import io.millrace.relay.console.SecurityHeaders;
import io.millrace.relay.overview.PostingSearch;
import io.millrace.v1.Problem;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Both ports of a running relay: what is answered, to whom, and what is refused with what reason.
 */
class ApiIT {
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
  void withoutATokenTheApiPortSaysWhereOneComesFrom() {
    AggregatedHttpResponse answer = rig.api().get("/v1/status").aggregate().join();

    assertProblem(answer, HttpStatus.UNAUTHORIZED, "millrace-relay token create");
    assertThat(answer.headers().get("www-authenticate")).startsWith("Bearer");
    assertProblem(rig.get("/v1/status", "mrt_wrong"), HttpStatus.UNAUTHORIZED, "not known here");
    assertProblem(rig.get("/v1/live", "mrt_wrong"), HttpStatus.UNAUTHORIZED, "not known here");
  }

  @Test
  void aRequestBeyondItsRightsIsRefusedWithTheReason() {
    AggregatedHttpResponse close =
        rig.post("/v1/cases/1:close", "{\"decision\":\"ignore\"}", rig.viewer);
    assertProblem(
        close, HttpStatus.FORBIDDEN, "token board is viewer; closing cases takes operator");

    String code = "{\"agent\":\"a\",\"plant\":\"acme/graz\"}";
    assertProblem(
        rig.post("/v1/enrolment-codes", code, rig.operatorOfGraz),
        HttpStatus.FORBIDDEN,
        "takes admin");
    assertProblem(rig.get("/v1/tokens", rig.operatorOfGraz), HttpStatus.FORBIDDEN, "takes admin");
    assertProblem(
        rig.get("/v1/postings?plant=acme/linz", rig.operatorOfGraz),
        HttpStatus.FORBIDDEN,
        "sees plant acme/graz only");
    assertThat(rig.get("/v1/tokens", rig.admin).status()).isEqualTo(HttpStatus.OK);
    assertProblem(rig.get("/v1/tokens"), HttpStatus.FORBIDDEN, "this computer is operator");
  }

  @Test
  void aTokenOfOnePlantSeesNothingOfTheOther() {
    for (String path :
        List.of(
            "/v1/overview",
            "/v1/status",
            "/v1/machines",
            "/v1/postings",
            "/v1/cases",
            "/v1/flows",
            "/v1/agents",
            "/v1/trace/PO-press-1")) {
      AggregatedHttpResponse answer = rig.get(path, rig.operatorOfGraz);
      assertThat(answer.status()).as(path).isEqualTo(HttpStatus.OK);
      assertThat(answer.contentUtf8()).as(path).doesNotContain("linz", "mill-1");
    }
    assertThat(rig.get("/v1/overview", rig.operatorOfGraz).contentUtf8()).contains("press-1");
    assertThat(rig.get("/v1/overview", rig.viewer).contentUtf8()).contains("press-1", "mill-1");
    assertProblem(
        rig.get("/v1/trace/PO-mill-1", rig.operatorOfGraz), HttpStatus.NOT_FOUND, "PO-mill-1");
    String foreign = caseOf("acme/linz").path("id").asText();
    assertProblem(
        rig.get("/v1/cases/" + foreign, rig.operatorOfGraz), HttpStatus.NOT_FOUND, foreign);
    assertProblem(
        rig.post(
            "/v1/cases/" + foreign + ":close", "{\"decision\":\"ignore\"}", rig.operatorOfGraz),
        HttpStatus.NOT_FOUND,
        foreign);
    JsonNode counts = ApiRig.json(rig.get("/v1/postings", rig.operatorOfGraz)).path("counts");
    assertThat(counts.at("/0/count").asText()).isEqualTo("1");
  }

  @Test
  void anotherSiteCanNeitherDecideNorReadThroughTheBrowserOfSomebodyHere() {
    String id = caseOf("acme/linz").path("id").asText();
    String path = "/v1/cases/" + id + ":close";
    String body = "{\"decision\":\"ignore\"}";

    assertProblem(
        rig.post(path, body, "sec-fetch-site", "cross-site"), HttpStatus.FORBIDDEN, "another site");
    assertProblem(
        rig.post(path, body, "origin", "http://evil.example"), HttpStatus.FORBIDDEN, "evil");
    RequestHeaders renamed =
        RequestHeaders.builder(HttpMethod.GET, "/v1/status").authority("evil.example").build();
    assertProblem(
        rig.page().execute(HttpRequest.of(renamed)).aggregate().join(),
        HttpStatus.FORBIDDEN,
        "not this computer");
    assertThat(ApiRig.json(rig.get("/v1/cases/" + id)).at("/case/closedAt").asText()).isEmpty();
  }

  @Test
  void anOperatorClosesACaseAndItIsClosedOnce() {
    String path = "/v1/cases/" + caseOf("acme/graz").path("id").asText() + ":close";

    assertProblem(
        rig.post(path, "{\"decision\":\"ignroe\"}", rig.operatorOfGraz),
        HttpStatus.BAD_REQUEST,
        "did you mean 'ignore'?");
    AggregatedHttpResponse closed =
        rig.post(path, "{\"decision\":\"ignore\",\"note\":\"seen\"}", rig.operatorOfGraz);
    assertThat(closed.status()).as(closed.contentUtf8()).isEqualTo(HttpStatus.OK);
    assertThat(ApiRig.json(closed).at("/case/note").asText()).isEqualTo("seen");
    assertProblem(
        rig.post(path, "{\"decision\":\"ignore\"}", rig.operatorOfGraz),
        HttpStatus.BAD_REQUEST,
        "was closed at");
  }

  @Test
  void whatIsTooLargeOrNowhereIsAProblemTooAndOthersGoOn() {
    String large = "{\"note\":\"" + "x".repeat(ApiListener.REQUEST_BYTES_MAX) + "\"}";
    assertProblem(rig.post("/v1/cases/1:close", large), HttpStatus.REQUEST_ENTITY_TOO_LARGE, "");
    assertProblem(
        rig.post("/v1/cases/1:close", large, rig.admin), HttpStatus.REQUEST_ENTITY_TOO_LARGE, "");
    int most = PostingSearch.PAGE_ROWS_MAX;
    assertProblem(
        rig.get("/v1/postings?size=" + (most + 1)), HttpStatus.BAD_REQUEST, "within 1 and " + most);
    String text = "x".repeat(PostingSearch.TEXT_CHARACTERS_MAX + 1);
    assertProblem(rig.get("/v1/postings?text=" + text), HttpStatus.BAD_REQUEST, "at most");
    assertProblem(
        rig.get("/v1/postings?state=CONFIRMD"), HttpStatus.BAD_REQUEST, "did you mean 'CONFIRMED'");
    assertProblem(rig.get("/v1/nothing"), HttpStatus.NOT_FOUND, "/v1/nothing");
    assertProblem(
        rig.post("/v1/machines?plant=x", "{}", rig.admin),
        HttpStatus.METHOD_NOT_ALLOWED,
        "POST is not served at /v1/machines");
    assertProblem(rig.get("/v1/trace/nothing"), HttpStatus.NOT_FOUND, "nothing");
    assertThat(rig.get("/v1/status").status()).isEqualTo(HttpStatus.OK);
  }

  @Test
  void aParameterThatNobodyReadsIsRefusedAndTheNearestIsNamed() {
    assertProblem(
        rig.get("/v1/postings?stat=CONFIRMED"),
        HttpStatus.BAD_REQUEST,
        "unknown query parameter 'stat', expected one of cursor, order, plant, size, state, target,"
            + " text, did you mean 'state'?");
    for (String path :
        List.of("/v1/machines", "/v1/cases/1", "/v1/trace/PO-mill", "/v1/live", "/v1/overview")) {
      assertProblem(
          rig.get(path + "?plants=acme/graz"),
          HttpStatus.BAD_REQUEST,
          "unknown query parameter 'plants', expected");
    }
    assertProblem(
        rig.get("/v1/trace/PO-mill-1?order=PO-mill-1"), HttpStatus.BAD_REQUEST, "expected none");
    assertProblem(
        rig.post("/v1/cases/1:close?dry=true", "{}"), HttpStatus.BAD_REQUEST, "expected none");
    assertProblem(
        rig.get("/v1/cases?closd=true", "mrt_wrong"), HttpStatus.UNAUTHORIZED, "not known here");
    assertProblem(
        rig.get("/v1/live?plants=acme/graz", "mrt_wrong"),
        HttpStatus.UNAUTHORIZED,
        "not known here");
  }

  @Test
  void aValueThatItsParameterCannotHaveIsRefusedAndSoIsASecondOne() {
    assertProblem(
        rig.get("/v1/cases?open=maybe"),
        HttpStatus.BAD_REQUEST,
        "query parameter 'open': 'maybe' is not true or false");
    assertProblem(
        rig.get("/v1/cases?closed_too=TRUE"), HttpStatus.BAD_REQUEST, "'closedToo': 'TRUE'");
    for (String size : List.of("abc", "-1", "", "1.5", "4294967297")) {
      assertProblem(
          rig.get("/v1/postings?size=" + size),
          HttpStatus.BAD_REQUEST,
          "query parameter 'size': '" + size + "' is not a whole number");
    }
    assertProblem(
        rig.get("/v1/postings?state=READY&state=CONFIRMED"),
        HttpStatus.BAD_REQUEST,
        "query parameter 'state' stands there more than once");
    assertProblem(
        rig.get("/v1/cases?closedToo=true&closed_too=false"), HttpStatus.BAD_REQUEST, "than once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/cases?open=true",
        "/v1/cases?open=false",
        "/v1/cases?closedToo=true",
        "/v1/cases?closed_too=true",
        "/v1/postings?state=CONFIRMED&target=erp&text=PO&order=PO-mill&size=2&plant=acme/graz",
        "/v1/postings?",
        "/v1/trace/PO-mill-1",
        "/v1/openapi.json"
      })
  void everyParameterThatIsReadIsTaken(String path) {
    assertThat(rig.get(path).status()).as(path).isEqualTo(HttpStatus.OK);
  }

  @Test
  void postingsArePagedByKey() {
    JsonNode first = ApiRig.json(rig.get("/v1/postings?size=1"));
    JsonNode second =
        ApiRig.json(rig.get("/v1/postings?size=1&cursor=" + first.path("next").asText()));

    assertThat(first.at("/postings/0/posting").asInt())
        .isGreaterThan(second.at("/postings/0/posting").asInt());
    assertThat(second.path("next").asText()).isEmpty();
    assertThat(first.at("/counts/0/count").asText()).isEqualTo("2");
    assertThat(ApiRig.json(rig.get("/v1/postings?text=PO-mill")).path("postings")).hasSize(1);
    assertThat(ApiRig.json(rig.get("/v1/postings?text=PO-none")).path("postings")).isEmpty();
  }

  @Test
  void theOverviewComesAgainAndAgainAtMostOnceASecond() {
    Events events = new Events(rig.api(), "/v1/live", rig.viewer);
    try {
      events.await(3, Duration.ofSeconds(10));
      List<Long> times = events.times();
      assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(700);
      assertThat(ApiRig.json(events.data(2)).path("machines")).hasSize(2);
    } finally {
      events.close();
    }
  }

  @Test
  void aRevokedTokenHearsNoMore() {
    String made =
        rig.post("/v1/tokens", "{\"name\":\"guest\",\"role\":\"viewer\"}", rig.admin).contentUtf8();
    Events events = new Events(rig.api(), "/v1/live", ApiRig.json(made).path("secret").asText());
    events.await(1, Duration.ofSeconds(10));

    assertThat(rig.post("/v1/tokens/guest:revoke", "{}", rig.admin).status())
        .isEqualTo(HttpStatus.OK);

    events.awaitEnd(Duration.ofSeconds(10));
  }

  @Test
  void thereIsRoomForSoManyListenersAndTheNextOneIsToldSo() {
    List<StreamMessage<HttpData>> open = new ArrayList<>();
    try {
      while (open.size() < LiveFeed.LISTENERS_MAX) {
        SplitHttpResponse next =
            rig.api()
                .execute(ApiRig.bearing(HttpMethod.GET, "/v1/live", rig.viewer).build())
                .split();
        open.add(next.body());
        // reads, else the connection's window fills; ends with the abort below
        next.body().subscribe().exceptionally(ended -> null);
        assertThat(next.headers().join().status()).isEqualTo(HttpStatus.OK);
      }
      assertProblem(
          rig.get("/v1/live", rig.viewer),
          HttpStatus.SERVICE_UNAVAILABLE,
          LiveFeed.LISTENERS_MAX + " listen already");
      assertThat(rig.get("/v1/live", rig.viewer).contentUtf8()).contains("\"CROWDED\"");
    } finally {
      open.forEach(StreamMessage::abort);
    }
    Events late = new Events(rig.api(), "/v1/live", rig.viewer);
    late.await(1, Duration.ofSeconds(10));
    late.close();
  }

  @Test
  void thePageComesPackedWithAStrictPolicyAndItsAssetsAreKeptForEver() {
    WebClient browser = rig.page();
    AggregatedHttpResponse page =
        browser
            .execute(RequestHeaders.of(HttpMethod.GET, "/", "accept-encoding", "br"))
            .aggregate()
            .join();
    assertThat(page.status()).isEqualTo(HttpStatus.OK);
    assertThat(page.headers().get("content-security-policy")).isEqualTo(SecurityHeaders.POLICY);
    assertThat(page.headers().get("content-encoding")).isEqualTo("br");
    assertThat(page.headers().get("vary")).isEqualTo("accept-encoding");
    assertThat(page.headers().get("cache-control")).contains("no-cache");
    assertThat(page.headers().get("etag")).isNotBlank();

    String html = rig.get("/").contentUtf8();
    String script = html.replaceAll("(?s).*src=\"(/assets/app-[^\"]+\\.js)\".*", "$1");
    AggregatedHttpResponse asset = rig.get(script);
    assertThat(asset.status()).as(script).isEqualTo(HttpStatus.OK);
    assertThat(asset.headers().get("cache-control")).contains("immutable");
    assertThat(html).doesNotContain("http://", "https://");
    AggregatedHttpResponse api = rig.get("/v1/status");
    assertThat(api.headers().get("content-security-policy")).isEqualTo(SecurityHeaders.POLICY);
  }

  @Test
  void whatIsDescribedIsServedWithJustTheFieldsThatAreDescribed() {
    JsonNode document = ApiRig.json(rig.get("/v1/openapi.json"));
    Set<String> seen = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path -> {
              if (path.getValue().has("get") && !path.getKey().equals(WebServices.LIVE)) {
                AggregatedHttpResponse answer = rig.get(sample(path.getKey()), rig.admin);
                assertThat(answer.status()).as(path.getKey()).isEqualTo(HttpStatus.OK);
                JsonNode schema =
                    path.getValue().at("/get/responses/200/content/application~1json/schema");
                Shape.require(document, schema, ApiRig.json(answer), path.getKey());
              }
              if (path.getValue().has("post")) {
                AggregatedHttpResponse answer =
                    rig.post(sample(path.getKey()), "{\"nothing\":1}", rig.viewer);
                assertThat(answer.status()).as(path.getKey()).isIn(HttpStatus.FORBIDDEN);
              }
              seen.add(path.getKey());
            });
    assertThat(seen).contains("/v1/status", "/v1/cases/{id}:close", WebServices.LIVE);
    assertThat(rig.get("/v1/openapi.json").contentUtf8())
        .isEqualTo(rig.api().get("/v1/openapi.json").aggregate().join().contentUtf8());
  }

  private static String sample(String path) {
    return path.replace("{any}", "PO-press-1").replaceAll("\\{\\w+}", "1");
  }

  private static JsonNode caseOf(String plant) {
    for (JsonNode each : ApiRig.json(rig.get("/v1/cases?closedToo=true")).path("cases")) {
      if (each.path("plant").asText().equals(plant)) {
        return each;
      }
    }
    throw new AssertionError("no case of " + plant);
  }

  private static void assertProblem(
      AggregatedHttpResponse answer, HttpStatus status, String detail) {
    assertThat(answer.status()).as(answer.contentUtf8()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo(MediaType.create("application", "problem+json"));
    Problem.Builder problem = Problem.newBuilder();
    assertThatCode(() -> JsonFormat.parser().merge(answer.contentUtf8(), problem))
        .as("as the contract says")
        .doesNotThrowAnyException();
    assertThat(answer.contentUtf8()).contains(detail);
    assertThat(problem.getDetail()).contains(detail);
    assertThat(problem.getStatus()).isEqualTo(status.code());
    assertThat(problem.getType()).isEqualTo("urn:millrace:error:" + problem.getCode());
    assertThat(problem.getTitle()).isEqualTo(ErrorCode.valueOf(problem.getCode()).meaning());
  }
}
