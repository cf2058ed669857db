package io.millrace.edge.source.opcua.server;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.base.config.Units;
import io.millrace.edge.source.SourceSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One server as the file says it. {@code publishing} is how often the server sends, by default 200
 * ms; {@code sampling} how often it looks, by default 100 ms; {@code queue} how many values of an
 * item it keeps when it cannot send, by default 100; {@code timeout} that of one request, by
 * default 4 s. The server may revise the first three; the status shows what it made of them.
 */
public record OpcUaSourceSettings(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) OpcUaSettings opcua,
    @Nullable Duration publishing,
    @Nullable Duration sampling,
    @Nullable Integer queue,
    @Nullable Duration timeout,
    @JsonProperty(required = true) Map<String, OpcUaTag> tags)
    implements SourceSettings {
  /** Tags of one source. */
  public static final int TAGS_MAX = 10_000;

  /** Values that a server is asked to keep per item. */
  public static final int QUEUE_MAX = 10_000;

  private static final Duration PUBLISHING = Duration.ofMillis(200);
  private static final Duration SAMPLING = Duration.ofMillis(100);
  private static final int QUEUE = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration INTERVAL_MIN = Duration.ofMillis(10);
  private static final Duration TIMEOUT_MIN = Duration.ofMillis(100);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  public OpcUaSourceSettings {
    publishing = publishing == null ? PUBLISHING : publishing;
    sampling = sampling == null ? SAMPLING : sampling;
    queue = queue == null ? Integer.valueOf(QUEUE) : queue;
    timeout = timeout == null ? TIMEOUT : timeout;
    within("publishing", publishing, INTERVAL_MIN);
    within("sampling", sampling, INTERVAL_MIN);
    within("timeout", timeout, TIMEOUT_MIN);
    long least = (publishing.toNanos() + sampling.toNanos() - 1) / sampling.toNanos();
    if (queue < least || queue > QUEUE_MAX) {
      throw new IllegalArgumentException(
          "queue: %d is not from %d, which one publishing interval needs, to %d"
              .formatted(queue, least, QUEUE_MAX));
    }
    if (tags.isEmpty() || tags.size() > TAGS_MAX) {
      throw new IllegalArgumentException(
          "tags: has %d of them, expected 1 to %d".formatted(tags.size(), TAGS_MAX));
    }
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  @Override
  public String where() {
    return opcua.toString();
  }

  @Override
  public Duration poll() {
    return publishEvery().compareTo(sampleEvery()) > 0 ? publishEvery() : sampleEvery();
  }

  public Duration publishEvery() {
    return publishing == null ? PUBLISHING : publishing;
  }

  public Duration sampleEvery() {
    return sampling == null ? SAMPLING : sampling;
  }

  public int queueSize() {
    return queue == null ? QUEUE : queue;
  }

  public Duration deadline() {
    return timeout == null ? TIMEOUT : timeout;
  }

  private static void within(String key, Duration value, Duration min) {
    if (value.compareTo(min) < 0 || value.compareTo(MINUTE) > 0) {
      throw new IllegalArgumentException(
          "%s: %s is not from %s to %s"
              .formatted(key, Units.text(value), Units.text(min), Units.text(MINUTE)));
    }
  }
}
