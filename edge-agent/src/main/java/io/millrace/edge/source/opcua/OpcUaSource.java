package io.millrace.edge.source.opcua;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Backoff;
import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.source.Ending;
import io.millrace.edge.source.Outage;
import io.millrace.edge.source.ScanSink;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceFigures;
import io.millrace.edge.source.SourceHealth;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.Opener;
import io.millrace.edge.source.opcua.server.Sample;
import io.millrace.edge.source.opcua.server.Session;
import io.millrace.edge.source.opcua.server.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows one server by subscriptions. Everything but {@link #start}, {@link #health} and {@link
 * #close} happens on the one thread of all OPC UA sources, in {@link #work}, and never blocks.
 * Reconnects have one owner at a time: this class until a session is open, then the library, and
 * this class again when the library did not get it back within {@link #GIVE_UP}.
 */
final class OpcUaSource implements Source {
  /** How long the library may try to get a lost session back. */
  static final Duration GIVE_UP = Duration.ofSeconds(30);

  /** How often what stands unchanged is told, while the server says that it does. */
  static final Duration STANDING = Duration.ofSeconds(1);

  /** How long nothing must have arrived before what did is told. */
  static final Duration QUIET = Duration.ofMillis(15);

  private static final Duration BACKOFF_FIRST = Duration.ofMillis(500);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(15);
  private static final Duration CLOSE = Duration.ofMillis(1_500);
  private static final int SIGNALS_A_CYCLE = 256;

  private final OpcUaSourceSettings settings;
  private final List<Subscription> subscriptions;
  private final Assembly assembly;
  private final Opener opener;
  private final Mailbox mailbox;
  private final Clock clock;
  private final Backoff backoff;
  private final Times times;
  private final SourceFigures figures;
  private final Misses misses;
  private final Outage outage;
  private final Ending ending;
  private volatile @Nullable ScanSink sink;
  private volatile boolean closing;
  private @Nullable Session session;
  private boolean attempting;
  private long attemptNanos;
  private @Nullable Long downNanos;
  private Instant lastReadingAt;
  private long standingNanos;
  private long arrivedNanos;
  private long unsettledNanos;
  private boolean unsettled;
  private boolean isFirst = true;

  OpcUaSource(
      OpcUaSourceSettings settings,
      Partition partition,
      Opener opener,
      Runnable wake,
      Clock clock,
      RandomGenerator random) {
    this.settings = settings;
    this.opener = opener;
    this.mailbox = new Mailbox(wake);
    this.clock = clock;
    this.backoff = new Backoff(BACKOFF_FIRST, BACKOFF_CAP, random);
    this.subscriptions =
        partition.subscriptions().stream()
            .map(tags -> new Subscription(tags, new Backoff(BACKOFF_FIRST, BACKOFF_CAP, random)))
            .toList();
    this.assembly =
        new Assembly(
            settings.tags().keySet(),
            partition.groups(),
            settings.publishEvery().plus(settings.sampleEvery()).multipliedBy(2),
            settings.queueSize());
    this.misses = new Misses(settings.tags().size());
    this.times = new Times(settings.name(), settings.poll());
    this.figures =
        new SourceFigures(
            settings.name(), new SourceHealth.Device("opcua", settings.where(), Map.of()), clock);
    this.outage = new Outage(settings.name());
    this.ending = new Ending(settings.name());
    this.lastReadingAt = clock.now();
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start(ScanSink scans) {
    lastReadingAt = clock.now();
    attemptNanos = clock.nanos();
    sink = scans;
  }

  @Override
  public SourceHealth health() {
    return figures.health();
  }

  /** One cycle; how many things were done. */
  int work() {
    ScanSink scans = sink;
    if (closing) {
      end();
      return 0;
    }
    if (scans == null) {
      return 0;
    }
    int done = hear();
    if (mailbox.takeRefused()) {
      missed(settings.tags().keySet(), "values came faster than they were taken");
    }
    long now = clock.nanos();
    connect(now);
    giveUpLate(now);
    subscriptions.forEach(subscription -> care(subscription, now));
    misses.take(now).ifPresent(this::missed);
    done += tell(now);
    standing(now);
    return done;
  }

  private int hear() {
    int done = 0;
    for (Signal next; done < SIGNALS_A_CYCLE && (next = mailbox.poll()) != null; done++) {
      hear(next);
    }
    return done;
  }

  private void hear(Signal signal) {
    if (signal instanceof Signal.Opened opened) {
      opened(opened.session());
    } else if (signal instanceof Signal.Failed failed) {
      failed(failed.reason());
    } else if (signal instanceof Signal.Up) {
      up();
    } else if (signal instanceof Signal.Down) {
      down();
    } else if (signal instanceof Signal.Values values && isCurrent(values.subscription(), values.life())) {
      values(values);
    } else if (signal instanceof Signal.Alive alive && isCurrent(alive.subscription(), alive.life())) {
      subscriptions.get(alive.subscription()).alive(alive.nanos());
    } else if (signal instanceof Signal.Missed missed && isCurrent(missed.subscription(), missed.life())) {
      missed(subscriptions.get(missed.subscription()).tags(), "the server no longer has notifications");
    } else if (signal instanceof Signal.Gone gone && isCurrent(gone.subscription(), gone.life())) {
      gone(subscriptions.get(gone.subscription()), gone.reason());
    } else if (signal instanceof Signal.Made made && isCurrent(made.subscription(), made.life())) {
      made(subscriptions.get(made.subscription()), made);
    } else if (signal instanceof Signal.NotMade not && isCurrent(not.subscription(), not.life())) {
      notMade(subscriptions.get(not.subscription()), not.reason());
    }
  }

  private boolean isCurrent(int subscription, long life) {
    return session != null && subscriptions.get(subscription).life() == life;
  }

  private void connect(long now) {
    if (session == null && !attempting && now - attemptNanos >= 0) {
      attempting = true;
      figures.asked();
      opener.open(mailbox);
    }
  }

  private void opened(Session opened) {
    attempting = false;
    session = opened;
    downNanos = null;
    backoff.reset();
    figures.connected();
    subscriptions.forEach(this::renew);
  }

  private void failed(String reason) {
    attempting = false;
    attemptNanos = clock.nanos() + backoff.next().toNanos();
    figures.failed();
    figures.connecting(reason);
    lose(reason);
  }

  private void up() {
    downNanos = null;
    figures.connected();
  }

  private void down() {
    if (session != null && downNanos == null) {
      downNanos = clock.nanos();
      figures.failed();
      figures.connecting("connection lost");
    }
  }

  /** An outage that the server's queues bridge is none; a longer one is told as it happens. */
  private void giveUpLate(long now) {
    Long since = downNanos;
    Session open = session;
    if (since == null || open == null) {
      return;
    }
    if (now - since >= settings.deadline().toNanos()) {
      lose("connection lost");
    }
    if (now - since >= GIVE_UP.toNanos()) {
      open.close();
      session = null;
      downNanos = null;
      attemptNanos = now + backoff.next().toNanos();
    }
  }

  private void care(Subscription subscription, long now) {
    Session open = session;
    if (open == null) {
      return;
    }
    int number = subscriptions.indexOf(subscription);
    if (subscription.isDue(now)) {
      subscription.asked();
      figures.asked();
      open.subscribe(number, subscription.life());
    } else if (subscription.takeRetry(now)) {
      figures.asked();
      open.retryRefused(number, subscription.life());
    }
    String trouble = subscription.trouble();
    if (subscription.isMade() && now - subscription.madeNanos() > settings.deadline().toNanos()) {
      refuse(subscription, "the server sends no first value");
    } else if (trouble != null && subscriptions.stream().anyMatch(Subscription::isMade)) {
      refuse(subscription, trouble); // the others are not to wait for it
    }
  }

  private void refuse(Subscription subscription, String fault) {
    Set<String> silent = new HashSet<>(assembly.awaited());
    silent.retainAll(subscription.tags());
    silent.forEach(tag -> assembly.refuse(tag, fault));
  }

  private void renew(Subscription subscription) {
    subscription.begin(clock.nanos());
    assembly.await(subscription.tags());
    isFirst = true;
  }

  private void gone(Subscription subscription, String reason) {
    figures.failed();
    lose(reason);
    renew(subscription);
  }

  /** What a subscription shows for the first time after the others went on without it is told as one. */
  private void recovered(Subscription subscription) {
    if (subscription.takeRecovery()) {
      assembly.await(subscription.tags());
      isFirst = true;
    }
  }

  private void made(Subscription subscription, Signal.Made made) {
    recovered(subscription);
    subscription.made(made.revised(), !made.refused().isEmpty(), clock.nanos());
    made.refused().forEach(assembly::refuse);
    Map<String, String> revised = new TreeMap<>();
    subscriptions.forEach(each -> revised.putAll(each.revised())); // of several the last one counts
    figures.revised(revised);
  }

  private void notMade(Subscription subscription, String reason) {
    figures.failed();
    if (!subscription.isMade()) {
      figures.connecting(reason);
      lose(reason);
    }
    subscription.notMade(reason, clock.nanos());
  }

  private void values(Signal.Values values) {
    recovered(subscriptions.get(values.subscription()));
    subscriptions.get(values.subscription()).alive(values.nanos());
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
    arrivedNanos = clock.nanos();
    if (!unsettled) {
      unsettled = true;
      unsettledNanos = arrivedNanos;
    }
    times.arrived(newest, values.nanos(), values.at());
    if (!overflown.isEmpty()) {
      missed(overflown, "the server's queue overflowed");
    }
  }

  private int tell(long now) {
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

  /** Nothing changed since, says the server: that too is a reading. */
  private void standing(long now) {
    if (session == null || downNanos != null || now - standingNanos < STANDING.toNanos()) {
      return;
    }
    long alive = now;
    for (Subscription subscription : subscriptions) {
      alive = subscription.isMade() && subscription.aliveNanos() - alive < 0 ? subscription.aliveNanos() : alive;
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

  private void missed(Collection<String> tags, String reason) {
    figures.failed();
    misses.add(tags, lastReadingAt, reason);
  }

  private void missed(Misses.Stretch stretch) {
    Objects.requireNonNull(sink)
        .missed(settings.name(), stretch.tags(), stretch.since(), stretch.reason());
  }

  private void lose(String reason) {
    if (outage.begins(ErrorCode.SOURCE_UNREACHABLE, reason, clock.nanos())) {
      Objects.requireNonNull(sink).lost(settings.name(), lastReadingAt, reason);
    }
  }

  private void end() {
    for (Signal next = mailbox.poll(); next != null; next = mailbox.poll()) {
      if (next instanceof Signal.Opened late) {
        late.session().close();
      }
    }
    Session open = session;
    session = null;
    if (open != null) {
      open.close();
    }
    if (sink != null) {
      misses.takeAll().ifPresent(this::missed);
    }
    figures.stopped();
    ending.done();
  }

  @Override
  public void close() {
    closing = true;
    ending.await(CLOSE);
  }
}
