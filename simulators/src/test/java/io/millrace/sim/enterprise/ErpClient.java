package io.millrace.sim.enterprise;

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

/** The ERP as a stranger sees it. Throws what the network throws. */
final class ErpClient {
  static final String CLIENT = "millrace";
  static final String SECRET = "s3cret";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base;
  private final Duration timeout;
  private String token = "";

  ErpClient(int port, Duration timeout) {
    this.base = "http://127.0.0.1:" + port;
    this.timeout = timeout;
  }

  ErpClient logIn() throws IOException {
    HttpResponse<String> answer =
        form("grant_type=client_credentials&client_id=" + CLIENT + "&client_secret=" + SECRET);
    token = tree(answer).path("access_token").asText();
    return this;
  }

  HttpResponse<String> form(String form) throws IOException {
    return send(
        request("/oauth/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form)));
  }

  HttpResponse<String> confirm(String order, int yield, String reference) throws IOException {
    String body =
        "{\"machine\":\"press-1\",\"yield\":\"%d\",\"scrap\":\"1\",\"unit\":\"{piece}\",\"reference\":\"%s\"}"
            .formatted(yield, reference);
    return post("/production-orders/" + order + "/confirmations", body);
  }

  HttpResponse<String> post(String path, String body) throws IOException {
    return send(
        request(path).header("Idempotency-Key", "the-same").POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) throws IOException {
    return send(request(path).GET());
  }

  JsonNode documents() throws IOException {
    return tree(get("/control/documents")).path("items");
  }

  JsonNode found(String reference) throws IOException {
    return tree(get("/confirmations?reference=" + reference)).path("items");
  }

  long done(String fault) throws IOException {
    return tree(get("/control/statistics")).path(fault).asLong(-1);
  }

  static JsonNode tree(HttpResponse<String> answer) throws IOException {
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
