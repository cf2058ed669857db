package io.millrace.sim.enterprise.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A business system as a stranger sees it. Throws what the network throws. */
public final class DeskClient {
  public static final String CLIENT = "millrace";
  public static final String SECRET = "s3cret";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final Duration timeout;
  private String token = "";

  public DeskClient(int port, Duration timeout) {
    this.base = "http://127.0.0.1:" + port;
    this.timeout = timeout;
  }

  public DeskClient logIn() throws IOException {
    HttpResponse<String> answer =
        form("grant_type=client_credentials&client_id=" + CLIENT + "&client_secret=" + SECRET);
    token = tree(answer).path("access_token").asText();
    return this;
  }

  public HttpResponse<String> form(String form) throws IOException {
    return send(
        request("/oauth/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  public HttpResponse<String> confirm(String order, int yield, String reference)
      throws IOException {
    String body =
        "{\"machine\":\"press-1\",\"yield\":\"%d\",\"scrap\":\"1\",\"unit\":\"{piece}\",\"reference\":\"%s\"}"
            .formatted(yield, reference);
    return post("/production-orders/" + order + "/confirmations", body);
  }

  public HttpResponse<String> post(String path, String body) throws IOException {
    return send(
        request(path).header("Idempotency-Key", "the-same").POST(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> post(String path, String body, String requestId) throws IOException {
    return send(request(path).header("Request-Id", requestId).POST(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> put(String path, String body) throws IOException {
    return send(request(path).PUT(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> get(String path) throws IOException {
    return send(request(path).GET());
  }

  public JsonNode documents() throws IOException {
    return tree(get("/control/documents")).path("items");
  }

  public JsonNode found(String reference) throws IOException {
    return tree(get("/confirmations?reference=" + reference)).path("items");
  }

  public JsonNode history() throws IOException {
    return tree(get("/control/history")).path("items");
  }

  public void faults(String json) throws IOException {
    HttpResponse<String> answer = post("/control/faults", json);
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body());
    }
  }

  public long done(String fault) throws IOException {
    return tree(get("/control/statistics")).path(fault).asLong(-1);
  }

  public static JsonNode tree(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
    return path.startsWith("/oauth") ? request : request.header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
