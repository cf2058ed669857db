package io.millrace.relay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a room says in the log from now on, until closed. Any thread. */
public final class LogLines implements AutoCloseable {
  private final Logger logger;
  private final Level before;
  private final ListAppender<ILoggingEvent> taken = new ListAppender<>();

  /** Of that room, for example {@code io.millrace.relay.posting}, from INFO on. */
  public LogLines(String room) {
    logger = (Logger) LoggerFactory.getLogger(room);
    before = logger.getLevel();
    logger.setLevel(Level.INFO);
    taken.start();
    logger.addAppender(taken);
  }

  /** Level, message and key-values of each, oldest first. */
  public List<String> all() {
    return List.copyOf(taken.list).stream()
        .map(
            event ->
                "%s %s %s"
                    .formatted(
                        event.getLevel(),
                        event.getFormattedMessage(),
                        event.getKeyValuePairs() == null ? "" : event.getKeyValuePairs()))
        .toList();
  }

  /** Those with that text. */
  public List<String> with(String text) {
    return all().stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(taken);
    logger.setLevel(before);
  }
}
