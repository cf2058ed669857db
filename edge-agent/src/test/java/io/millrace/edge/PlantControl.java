package io.millrace.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Steers a simulated plant with one press and asks it for the truth. */
final class PlantControl {
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  PlantControl(int port) {
    this.port = port;
  }

  JsonNode post(String path) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.noBody()).build());
  }

  /** Pieces of that kind that press-1 really made. */
  long made(String kind) throws IOException, InterruptedException {
    JsonNode truth = send(request("/truth").build());
    return truth.path("presses").path(0).path("made").path(kind).asLong();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(http.send(request, BodyHandlers.ofString()).body());
  }
}
