package io.millrace.relay.connector.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 to one base address. The client repeats a GET whose kept-alive connection was closed,
 * never a POST; redirects are not followed. The deadline covers the whole exchange, body included.
 */
final class Wire implements AutoCloseable {
  /** Threads that hand on answers. */
  static final int THREADS_MAX = 2;

  private final HttpClient client;
  private final ExecutorService threads;
  private final String base;
  private final Duration timeout;

  Wire(String name, URI base, Duration timeout) {
    this.base = base.toString().replaceAll("/+$", "");
    this.timeout = timeout;
    this.threads =
        Executors.newFixedThreadPool(THREADS_MAX, task -> new Thread(task, "target-" + name));
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .executor(threads)
            .build();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(timeout)
        .header("Accept", "application/json");
  }

  /** Sends at once; fails with what the client threw, or TimeoutException at the deadline. */
  CompletableFuture<Answer> exchange(HttpRequest.Builder request) {
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.sendAsync(request.build(), head -> new Bounded());
    return sent.thenApply(Answer::of)
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (answer, thrown) -> {
              if (thrown != null) {
                sent.cancel(true);
              }
            });
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
