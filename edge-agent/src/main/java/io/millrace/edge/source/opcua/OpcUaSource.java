package io.millrace.edge.source.opcua;

import io.millrace.base.time.Backoff;
import io.millrace.base.time.Clock;
import io.millrace.edge.source.Ending;
import io.millrace.edge.source.ScanSink;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceFigures;
import io.millrace.edge.source.SourceHealth;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.Opener;
import io.millrace.edge.source.opcua.server.Session;
import io.millrace.edge.source.opcua.server.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

  private static final Duration BACKOFF_FIRST = Duration.ofMillis(500);
  private static final Duration BACKOFF_CAP = Duration.ofSeconds(15);
  private static final Duration CLOSE = Duration.ofMillis(1_500);
  private static final int SIGNALS_A_CYCLE = 256;

  private final OpcUaSourceSettings settings;
  private final List<Subscription> subscriptions;
  private final Teller teller;
  private final Opener opener;
  private final Mailbox mailbox;
  private final Clock clock;
  private final Backoff backoff;
  private final SourceFigures figures;
  private final Ending ending;
  private volatile boolean closing;
  private @Nullable Session session;
  private boolean attempting;
  private long attemptNanos;
  private @Nullable Long downNanos;

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
    this.figures =
        new SourceFigures(
            settings.name(), new SourceHealth.Device("opcua", settings.where(), Map.of()), clock);
    this.teller = new Teller(settings, partition.groups(), figures, clock);
    this.ending = new Ending(settings.name());
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public void start(ScanSink scans) {
    attemptNanos = clock.nanos();
    teller.start(scans);
  }

  @Override
  public SourceHealth health() {
    return figures.health();
  }

  /** One cycle; how many things were done. */
  int work() {
    if (closing) {
      end();
      return 0;
    }
    if (!teller.isStarted()) {
      return 0;
    }
    int done = hear();
    if (mailbox.takeRefused()) {
      subscriptions.forEach(each -> teller.missed(each, "values came faster than they were taken"));
    }
    long now = clock.nanos();
    connect(now);
    giveUpLate(now);
    subscriptions.forEach(subscription -> care(subscription, now));
    done += teller.tell(now);
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
    } else if (signal instanceof Signal.Values values
        && isCurrent(values.subscription(), values.life())) {
      values(values);
    } else if (signal instanceof Signal.Alive alive
        && isCurrent(alive.subscription(), alive.life())) {
      subscriptions.get(alive.subscription()).alive(alive.nanos());
    } else if (signal instanceof Signal.Missed missed
        && isCurrent(missed.subscription(), missed.life())) {
      teller.missed(
          subscriptions.get(missed.subscription()), "the server no longer has notifications");
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
    teller.lose(reason);
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
      teller.lose("connection lost");
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
      teller.refuseSilent(subscription.tags(), "the server sends no first value");
    } else if (trouble != null && subscriptions.stream().anyMatch(Subscription::isMade)) {
      teller.refuseSilent(subscription.tags(), trouble); // the others are not to wait for it
    }
  }

  private void renew(Subscription subscription) {
    subscription.begin(clock.nanos());
    teller.afresh(subscription.tags());
  }

  private void gone(Subscription subscription, String reason) {
    figures.failed();
    teller.lose(subscription, reason);
    renew(subscription);
  }

  /**
   * What a subscription shows for the first time after the others went on without it is told as
   * one.
   */
  private void recovered(Subscription subscription) {
    if (subscription.takeRecovery()) {
      teller.afresh(subscription.tags());
    }
  }

  private void made(Subscription subscription, Signal.Made made) {
    recovered(subscription);
    subscription.made(made.revised(), !made.refused().isEmpty(), clock.nanos());
    made.refused().forEach(teller::refuse);
    Map<String, String> revised = new TreeMap<>();
    subscriptions.forEach(each -> revised.putAll(each.revised())); // of several the last one counts
    figures.revised(revised);
  }

  private void notMade(Subscription subscription, String reason) {
    figures.failed();
    if (!subscription.isMade()) {
      figures.connecting(reason);
      teller.lose(reason);
    }
    subscription.notMade(reason, clock.nanos());
  }

  private void values(Signal.Values values) {
    Subscription subscription = subscriptions.get(values.subscription());
    recovered(subscription);
    teller.add(subscription, values);
    subscription.alive(values.nanos());
  }

  /** Nothing changed since, says the server: that too is a reading. */
  private void standing(long now) {
    if (session == null || downNanos != null) {
      return;
    }
    long alive = now;
    for (Subscription subscription : subscriptions) {
      alive =
          subscription.isMade() && subscription.aliveNanos() - alive < 0
              ? subscription.aliveNanos()
              : alive;
    }
    teller.standing(now, alive);
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
    teller.end();
    figures.stopped();
    ending.done();
  }

  @Override
  public void close() {
    closing = true;
    ending.await(CLOSE);
  }
}
