package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a browser sends on behalf of a foreign page is refused; people and programs here pass. */
class LoopbackGateTest {
  private static final String OWN = "127.0.0.1:7445";
  private static final String CLOSE = "/v1/cases/1:close";

  @Test
  void ourOwnPageAndProgramsHerePass() {
    assertThat(refusal(HttpMethod.GET, "/", OWN)).isEmpty();
    assertThat(refusal(HttpMethod.GET, "/v1/status", "localhost:7445")).isEmpty();
    assertThat(refusal(HttpMethod.GET, "/v1/status", "[::1]:7445")).isEmpty();
    assertThat(refusal(HttpMethod.POST, CLOSE, OWN)).isEmpty();
    assertThat(refusal(HttpMethod.POST, CLOSE, OWN, "sec-fetch-site", "same-origin")).isEmpty();
    assertThat(refusal(HttpMethod.POST, CLOSE, OWN, "origin", "http://" + OWN)).isEmpty();
  }

  @Test
  void anotherNameForThisComputerIsRefusedAlsoForReading() {
    for (String host : new String[] {"evil.example", "evil.example:7445", "127.0.0.1.evil", ""}) {
      assertThat(refusal(HttpMethod.GET, "/", host)).as(host).isPresent();
    }
  }

  @Test
  void aPageOfAnotherSiteMayLinkToThePageButNotUseTheApi() {
    assertThat(refusal(HttpMethod.GET, "/", OWN, "sec-fetch-site", "cross-site")).isEmpty();
    for (String site : new String[] {"cross-site", "same-site"}) {
      assertThat(refusal(HttpMethod.GET, "/v1/live", OWN, "sec-fetch-site", site)).isPresent();
      assertThat(refusal(HttpMethod.POST, CLOSE, OWN, "sec-fetch-site", site)).isPresent();
    }
  }

  @Test
  void whereABrowserTellsOnlyTheOriginThatDecides() {
    for (String origin :
        new String[] {"http://evil.example", "null", "https://" + OWN, "http://127.0.0.1:80"}) {
      assertThat(refusal(HttpMethod.POST, CLOSE, OWN, "origin", origin)).as(origin).isPresent();
    }
  }

  private static Optional<String> refusal(
      HttpMethod method, String path, String host, String... header) {
    RequestHeadersBuilder headers = RequestHeaders.builder(method, path);
    headers.set("host", host);
    headers.authority(host);
    if (header.length > 0) {
      headers.set(header[0], header[1]);
    }
    return LoopbackGate.refusal(headers.build(), path);
  }
}
