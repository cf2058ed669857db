package io.millrace.edge.source.opcua;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.source.Outage;
import io.millrace.edge.source.ScanSink;
import io.millrace.edge.source.SourceFigures;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.Sample;
import io.millrace.edge.source.opcua.server.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the sink of one source what arrived, what stands unchanged, what was missed and when the
 * server is lost. One owner thread; only {@link #start} may be another's.
 */
final class Teller {
  /** How often what stands unchanged is told, while the server says that it does. */
  static final Duration STANDING = Duration.ofSeconds(1);

  /** How long nothing must have arrived before what did is told. */
  static final Duration QUIET = Duration.ofMillis(15);

  /** Of the settings' timeout: how late at most something may come without a loss being told. */
  private static final int SILENCES = 2;

  private final OpcUaSourceSettings settings;
  private final SourceFigures figures;
  private final Clock clock;
  private final Assembly assembly;
  private final Misses misses;
  private final Seen seen;
  private final Times times;
  private final Outage outage;
  private volatile @Nullable ScanSink sink;
  private Instant lastReadingAt;
  private long standingNanos;
  private long arrivedNanos;
  private long unsettledNanos;
  private boolean unsettled;
  private boolean isFirst = true;

  Teller(OpcUaSourceSettings settings, List<Group> groups, SourceFigures figures, Clock clock) {
    this.settings = settings;
    this.figures = figures;
    this.clock = clock;
    this.assembly =
        new Assembly(
            settings.tags().keySet(),
            groups,
            settings.publishEvery().plus(settings.sampleEvery()).multipliedBy(2),
            settings.queueSize());
    this.misses = new Misses(settings.tags().size());
    this.seen = new Seen(clock.now());
    this.times = new Times(settings.name(), settings.poll());
    this.outage = new Outage(settings.name(), settings.where());
    this.lastReadingAt = clock.now();
  }

  /** From now on there is somebody to tell. */
  void start(ScanSink scans) {
    lastReadingAt = clock.now();
    seen.begin(lastReadingAt);
    sink = scans;
  }

  boolean isStarted() {
    return sink != null;
  }

  /** These begin anew: what they show first is told as one. */
  void afresh(Collection<String> tags) {
    assembly.await(tags);
    isFirst = true;
  }

  /** The server gives no value of that tag. */
  void refuse(String tag, String fault) {
    assembly.refuse(tag, fault);
  }

  /** The others are not to wait for those of these that have shown nothing yet. */
  void refuseSilent(Collection<String> tags, String fault) {
    Set<String> silent = new HashSet<>(assembly.awaited());
    silent.retainAll(tags);
    silent.forEach(tag -> assembly.refuse(tag, fault));
  }

  /** Takes what arrived of that subscription; it is told when all of it is there. */
  void add(Subscription subscription, Signal.Values values) {
    Instant newest = Instant.MIN;
    Set<String> overflown = new HashSet<>();
    for (Sample sample : values.samples()) {
      newest = sample.at().isAfter(newest) ? sample.at() : newest;
      if (sample.overflow()) {
        overflown.add(sample.tag());
      }
      if (!assembly.add(sample)) {
        overflown.add(sample.tag());
      }
    }
    if (!overflown.isEmpty()) {
      missed(overflown, subscription, "the server's queue overflowed");
    }
    values.samples().forEach(sample -> seen.add(sample, values.at()));
    arrivedNanos = clock.nanos();
    if (!unsettled) {
      unsettled = true;
      unsettledNanos = arrivedNanos;
    }
    times.arrived(newest, values.nanos(), values.at());
  }

  /** Tells what is due of what was missed and what arrived; how many scans. */
  int tell(long now) {
    misses.take(now).ifPresent(this::missed);
    if (!isSettled(now)) {
      return 0;
    }
    List<Shot> shots = assembly.drain(now);
    for (Shot shot : shots) {
      Scan scan = isFirst ? times.first(shot, now, clock.now()) : times.scan(shot);
      isFirst = false;
      hand(scan);
    }
    return shots.size();
  }

  /** A server may part what belongs together into several messages; the rest follows at once. */
  private boolean isSettled(long now) {
    boolean quiet = now - arrivedNanos >= QUIET.toNanos();
    boolean late = now - unsettledNanos >= settings.publishEvery().toNanos();
    if (quiet || late) {
      unsettled = false;
    }
    return !unsettled;
  }

  /** Nothing changed up to the moment {@code alive}, says the server: that too is a reading. */
  void standing(long now, long alive) {
    if (now - standingNanos < STANDING.toNanos()) {
      return;
    }
    if (outage.isAfter(alive)) {
      return; // what was said before the loss does not end it
    }
    List<Reading> readings = assembly.standing();
    if (!readings.isEmpty() && alive - standingNanos > 0) {
      standingNanos = alive;
      Instant at = clock.now().minusNanos(now - alive);
      hand(times.standing(new Shot(at, readings), alive, at));
    }
  }

  private void hand(Scan scan) {
    outage.ends();
    lastReadingAt = scan.observedAt().isAfter(lastReadingAt) ? scan.observedAt() : lastReadingAt;
    if (scan.readings().size() == settings.tags().size()) {
      figures.read(
          scan.observedAt(),
          scan.readings().stream().filter(r -> r.quality() == Quality.BAD).toList());
    } else {
      figures.scanned(scan.observedAt());
    }
    if (!Objects.requireNonNull(sink).offer(scan)) {
      figures.dropped();
    }
  }

  /** Values of that subscription did not arrive; told together with others. */
  void missed(Subscription subscription, String reason) {
    missed(subscription.tags(), subscription, reason);
  }

  /** What came last may have been under way for longer than a silence that is no loss. */
  private void missed(Collection<String> tags, Subscription subscription, String reason) {
    Instant floor = heardAt(subscription).minus(settings.deadline().multipliedBy(SILENCES));
    figures.failed();
    misses.add(tags, earlier(seen.until(tags, floor), clock.now()), reason);
  }

  /** When the server last said anything of it. */
  private Instant heardAt(Subscription subscription) {
    return clock.now().minusNanos(clock.nanos() - subscription.aliveNanos());
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private void missed(Misses.Stretch stretch) {
    Objects.requireNonNull(sink)
        .missed(settings.name(), stretch.tags(), stretch.since(), stretch.reason());
  }

  /** The server does not answer; told once, until something arrives again. */
  void lose(String reason) {
    lose(lastReadingAt, reason);
  }

  /** The server ended that subscription, or was silent about it while others were heard. */
  void lose(Subscription subscription, String reason) {
    lose(earlier(lastReadingAt, heardAt(subscription)), reason);
  }

  private void lose(Instant since, String reason) {
    if (outage.begins(ErrorCode.SOURCE_UNREACHABLE, reason, clock.nanos())) {
      Objects.requireNonNull(sink).lost(settings.name(), since, reason);
    }
  }

  /** Tells what was missed and is not told yet. */
  void end() {
    if (sink != null) {
      misses.takeAll().ifPresent(this::missed);
    }
  }
}
