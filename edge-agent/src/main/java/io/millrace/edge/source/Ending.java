package io.millrace.edge.source;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a source, which happens on its own thread while the one that closes it waits. */
public final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  private final String source;
  private final CountDownLatch done = new CountDownLatch(1);

  /** Of that source, which goes on. */
  public Ending(String source) {
    this.source = source;
  }

  /** It has ended. Any thread. */
  public void done() {
    done.countDown();
  }

  /** Blocks until it has ended, or for that long, and then says so. */
  public void await(Duration limit) {
    try {
      if (!done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atWarn().addKeyValue("source", source).log("source still closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
