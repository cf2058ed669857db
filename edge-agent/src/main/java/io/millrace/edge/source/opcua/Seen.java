package io.millrace.edge.source.opcua;

import io.millrace.edge.source.opcua.server.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Until when each tag is known without a break: up to the last value of its own that came, by the
 * source's time of it. What other tags showed since says nothing of it, nor does the time at which
 * the value came: an outage that the server's queue bridges brings old values late.
 *
 * <p>The source's clock is put to the agent's by the value that was under way the shortest so far,
 * so that the moment is too early rather than too late. One owner thread; pure.
 */
final class Seen {
  private final Map<String, Instant> last = new HashMap<>();
  private Instant begin;
  private @Nullable Duration least;

  /** Nothing was seen before {@code begin}. */
  Seen(Instant begin) {
    this.begin = begin;
  }

  /** Nothing is to be told of the time before. */
  void begin(Instant at) {
    begin = at;
  }

  /** A value that came at that moment of the agent's clock. */
  void add(Sample sample, Instant came) {
    Duration underWay = Duration.between(sample.at(), came);
    least = least == null || underWay.compareTo(least) < 0 ? underWay : least;
    last.put(sample.tag(), sample.at());
  }

  /**
   * The earliest moment, by the agent's clock, from which on values of one of these tags may be
   * missing; never before {@code floor}, until which all of them are known for another reason.
   */
  Instant until(Collection<String> tags, Instant floor) {
    Instant earliest = tags.stream().map(this::until).min(Instant::compareTo).orElse(floor);
    return earliest.isBefore(floor) ? floor : earliest;
  }

  private Instant until(String tag) {
    Instant at = last.get(tag);
    return at == null || least == null ? begin : at.plus(least);
  }
}
