package io.millrace.relay.api;

import com.linecorp.armeria.server.HttpService;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.WorkerRunner;
import java.time.Duration;
import java.util.Map;

/** What the ports of API and page have in common; closed after both. */
public final class Web implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMillis(100);

  private final ApiCounts counts;
  private final WebServices services;
  private final WorkerRunner feeding;

  /**
   * Starts the live feed, which rests until somebody listens. Hooks by path are served on both
   * ports beside the API, to everybody: they must know their callers themselves.
   */
  public Web(RelayDesk desk, Map<String, HttpService> hooks, ApiCounts counts, Clock clock) {
    this.counts = counts;
    LiveFeed live = new LiveFeed(desk, clock);
    this.services = new WebServices(desk, live, hooks);
    this.feeding = WorkerRunner.start(live, IDLE);
    live.onListener(feeding::wake);
  }

  ApiCounts counts() {
    return counts;
  }

  WebServices services() {
    return services;
  }

  @Override
  public void close() {
    feeding.close();
  }
}
