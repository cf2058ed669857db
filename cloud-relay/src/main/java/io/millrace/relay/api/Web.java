package io.millrace.relay.api;

import io.millrace.base.time.Clock;
import io.millrace.base.worker.WorkerRunner;
import java.time.Duration;

/** What the ports of API and page have in common; closed after both. */
public final class Web implements AutoCloseable {
  private static final Duration IDLE = Duration.ofMillis(100);

  private final ApiCounts counts;
  private final WebServices services;
  private final WorkerRunner feeding;

  /** Starts the live feed, which rests until somebody listens. */
  public Web(RelayDesk desk, ApiCounts counts, Clock clock) {
    this.counts = counts;
    LiveFeed live = new LiveFeed(desk, clock);
    this.services = new WebServices(desk, live);
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
