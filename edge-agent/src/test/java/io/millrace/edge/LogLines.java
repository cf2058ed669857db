package io.millrace.edge;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a type of the agent says in the log from now on about one thing, until closed. Any thread.
 */
public final class LogLines implements AutoCloseable {
  private final Logger logger;
  private final @Nullable Level before;
  private final ListAppender<ILoggingEvent> taken = new ListAppender<>();
  private final String about;

  /** Of that type those with that word, for example the name of a source, from INFO on. */
  public LogLines(Class<?> type, String about) {
    this.logger = (Logger) LoggerFactory.getLogger(type);
    this.before = logger.getLevel();
    this.about = about;
    logger.setLevel(Level.INFO);
    taken.start();
    logger.addAppender(taken);
  }

  /** Level, message and key-values of each, oldest first. */
  public List<String> all() {
    return List.copyOf(taken.list).stream()
        .map(LogLines::text)
        .filter(line -> line.contains(about))
        .toList();
  }

  private static String text(ILoggingEvent event) {
    List<?> pairs = event.getKeyValuePairs();
    return "%s %s %s"
        .formatted(event.getLevel(), event.getFormattedMessage(), pairs == null ? "" : pairs);
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
