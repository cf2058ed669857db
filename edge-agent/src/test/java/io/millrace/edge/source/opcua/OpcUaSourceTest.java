package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.LogLines;
import io.millrace.edge.ManualClock;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.Collected;
import io.millrace.edge.source.Outage;
import io.millrace.edge.source.TagType;
import io.millrace.edge.source.opcua.server.OpcUaSettings;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.OpcUaTag;
import io.millrace.edge.source.opcua.server.Opener;
import io.millrace.edge.source.opcua.server.Sample;
import io.millrace.edge.source.opcua.server.Session;
import io.millrace.edge.source.opcua.server.Signal;
import io.millrace.edge.source.opcua.server.Signals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The source alone, with a session and a clock that a test moves by hand. */
class OpcUaSourceTest {
  private static final String FIRST = "tag-0";

  /** Both of the second subscription. */
  private static final String NEXT = "tag-" + Partition.ITEMS_MAX;

  private static final String LAST = "tag-" + (Partition.ITEMS_MAX + 1);

  private final ManualClock clock = new ManualClock();
  private final Scripted session = new Scripted();
  private final Collected collected = new Collected();
  private final OpcUaSource source =
      new OpcUaSource(settings(), twoParts(), session, () -> {}, clock, new Random(1));

  @BeforeEach
  void open() {
    source.start(collected);
    source.work();
    session.tell(new Signal.Opened(session));
    pass(Duration.ZERO);
    assertThat(session.asked).hasSize(2);
  }

  @Test
  void aSubscriptionThatCannotBeMadeDoesNotSilenceTheOthers() {
    made(0, Map.of());
    values(0, 7);
    notMade(1);
    pass(Teller.QUIET);

    Scan scan = last();
    assertThat(Collected.value(scan, FIRST)).isEqualTo(new Value.Whole(7));
    assertThat(scan.reading(LAST).map(Reading::fault)).contains("no memory");
  }

  @Test
  void aSubscriptionThatIsMadeLateIsToldAsOne() {
    made(0, Map.of());
    values(0, 7);
    notMade(1);
    pass(Teller.QUIET);
    pass(Duration.ofSeconds(1));
    assertThat(session.asked).hasSize(3);

    values(1, 9);
    pass(Teller.QUIET);

    assertThat(
            collected.scans.stream()
                .map(scan -> List.of(shown(scan, NEXT), shown(scan, LAST)))
                .distinct())
        .containsExactly(List.of("none", "none"), List.of("9", "9"));
    made(1, Map.of());
    values(1, 10);
    pass(Teller.QUIET);
    assertThat(Collected.value(last(), LAST)).isEqualTo(new Value.Whole(10));
  }

  @Test
  void whenAllIsRefusedTheScanIsOfNow() {
    Map<String, String> none = new LinkedHashMap<>();
    settings().tags().keySet().forEach(tag -> none.put(tag, "no such node"));
    Map<String, String> second = Map.of(NEXT, "no such node", LAST, "no such node");
    none.keySet().removeAll(second.keySet());
    made(0, none);
    made(1, second);

    Scan first = collected.scans.get(0);
    assertThat(first.occurredAt()).isEqualTo(clock.now());
    assertThat(first.observedAt()).isEqualTo(clock.now());
    assertThat(first.observedNanos()).isEqualTo(clock.nanos());
  }

  @Test
  void aFailedRetryOfRefusedItemsLeavesTheSubscriptionAsItIs() {
    made(0, Map.of());
    made(1, Map.of(LAST, "no such node"));
    values(0, 7);
    pass(Teller.QUIET);
    pass(Subscription.RETRY_REFUSED);
    assertThat(session.retried).containsExactly(1);
    notMade(1);
    values(1, 9);
    pass(Teller.QUIET);

    assertThat(Collected.value(last(), LAST)).isEqualTo(new Value.Whole(9));
    assertThat(collected.losses).isEmpty();
  }

  @Test
  void aServerThatIsAbsentAtTheStartIsSaidOnceAndSoAreItsReturnAndTheNextOutage() {
    try (LogLines log = new LogLines(Outage.class, "opc.tcp://127.0.0.1:4840")) {
      Scripted absent = new Scripted();
      OpcUaSource late =
          new OpcUaSource(settings(), twoParts(), absent, () -> {}, clock, new Random(1));
      late.start(collected);
      for (int i = 0; i < 3; i++) {
        late.work();
        absent.tell(new Signal.Failed("connection refused"));
        late.work();
        clock.pass(Duration.ofSeconds(15));
      }
      assertThat(log.all()).hasSize(1);
      assertThat(log.with("WARN source does not answer")).hasSize(1);
      assertThat(log.with("connection refused")).hasSize(1);

      late.work();
      absent.tell(new Signal.Opened(absent));
      late.work();
      Map<String, String> none = new LinkedHashMap<>();
      settings().tags().keySet().forEach(tag -> none.put(tag, "no such node"));
      absent.tell(new Signal.Made(0, absent.life(0), Map.of(), none));
      absent.tell(new Signal.Made(1, absent.life(1), Map.of(), none));
      late.work();
      assertThat(log.with("INFO source answers")).hasSize(1);

      absent.tell(new Signal.Down());
      late.work();
      clock.pass(settings().deadline());
      late.work();
      late.work();
      assertThat(log.all()).hasSize(3);
      assertThat(log.with("WARN source does not answer")).hasSize(2);
    }
  }

  @Test
  void aSignOfLifeFromBeforeALossDoesNotEndIt() {
    made(0, Map.of());
    made(1, Map.of());
    values(0, 7);
    values(1, 9);
    pass(Teller.QUIET);
    pass(Duration.ofMillis(500));
    alive();
    session.tell(new Signal.Down());
    pass(Duration.ZERO);
    pass(Duration.ofSeconds(5));
    assertThat(collected.losses).hasSize(1);
    int before = collected.scans.size();

    session.tell(new Signal.Up());
    pass(Duration.ZERO);
    assertThat(collected.scans).hasSize(before);

    pass(Duration.ofMillis(10));
    alive();
    assertThat(collected.scans).hasSize(before + 1);
    assertThat(last().observedNanos()).isEqualTo(clock.nanos());
  }

  private void alive() {
    for (int subscription = 0; subscription < 2; subscription++) {
      session.tell(
          new Signal.Alive(subscription, session.life(subscription), clock.nanos(), clock.now()));
    }
    pass(Duration.ZERO);
  }

  @Test
  void aQueueThatIsTooSmallForGoodIsOneGapASecond() {
    made(0, Map.of());
    made(1, Map.of());
    values(0, 7);
    values(1, 9);
    pass(Teller.QUIET);
    for (int i = 0; i < 20; i++) {
      session.tell(
          new Signal.Values(
              1, session.life(1), List.of(sample(LAST, i, true)), clock.nanos(), clock.now()));
      pass(Duration.ofMillis(200));
    }

    assertThat(collected.losses).hasSizeBetween(4, 5);
  }

  @Test
  void p1TheGapOfAnOverflowBeginsAtTheTagsOwnLastValue() {
    Instant last = allShown();
    outage();
    tell(0, sample(FIRST, 8, false));
    pass(Duration.ofMillis(20));

    tell(1, sample(LAST, 50, true));

    assertThat(collected.missed)
        .containsExactly(new Collected.Loss(List.of(LAST), last, "the server's queue overflowed"));
  }

  @Test
  void p1AnOldValueThatComesLateDoesNotShortenTheGapOfTheOverflowAfterIt() {
    Instant late = allShown().plusMillis(50);
    outage();
    tell(1, new Sample(Reading.good(LAST, new Value.Whole(10), 0), late, false));
    pass(Duration.ofMillis(20));

    tell(1, sample(LAST, 50, true));

    assertThat(collected.missed).extracting(Collected.Loss::since).containsExactly(late);
  }

  @Test
  void p1TheGapOfLostNotificationsIsOfTheirSubscriptionAndBeginsAtItsLastValues() {
    Instant last = allShown();
    outage();
    tell(0, sample(FIRST, 8, false));
    pass(Duration.ofMillis(20));

    session.tell(new Signal.Missed(1, session.life(1)));
    pass(Duration.ZERO);

    assertThat(collected.missed)
        .containsExactly(
            new Collected.Loss(
                List.of(NEXT, LAST),
                last.minusSeconds(1), // the other's value is as old
                "the server no longer has notifications"));
  }

  @Test
  void p1TheGapOfATagThatSeldomChangesBeginsWhereItsSubscriptionWasSurelyHeard() {
    allShown();
    pass(Duration.ofHours(8));
    Instant heard = clock.now();
    alive();
    pass(Duration.ofSeconds(1));

    tell(1, sample(LAST, 50, true));

    Duration silence = settings().deadline().multipliedBy(2);
    assertThat(collected.missed)
        .extracting(Collected.Loss::since)
        .containsExactly(heard.minus(silence));
  }

  @Test
  void p1WhatFoundNoRoomIsAGapOfAllTags() {
    Instant last = allShown();
    pass(Duration.ofMillis(200));
    Signal many = new Signal.Values(1, session.life(1), List.of(), clock.nanos(), clock.now());
    for (int i = 0; i < Mailbox.NOTIFICATIONS_MAX; i++) {
      session.tell(many);
    }
    session.refuse(many);
    pass(Duration.ZERO);

    assertThat(collected.missed)
        .containsExactly(
            new Collected.Loss(
                List.of(), last.minusSeconds(1), "values came faster than they were taken"));
  }

  @Test
  void aSubscriptionThatTheServerEndsIsALossSinceItWasHeardLastAndIsMadeAnew() {
    Instant last = allShown();
    pass(Duration.ofMillis(500));
    tell(0, sample(FIRST, 8, false));
    pass(Teller.QUIET);

    session.tell(new Signal.Gone(1, session.life(1), "forgotten"));
    pass(Duration.ZERO);

    assertThat(collected.lost).containsExactly(new Collected.Loss(List.of(), last, "forgotten"));
    assertThat(session.asked).containsExactly(0, 1, 1);
  }

  @Test
  void whatComesOfAnEarlierLifeOfASubscriptionIsIgnored() {
    allShown();
    long earlier = session.life(1);
    session.tell(new Signal.Gone(1, earlier, "forgotten"));
    pass(Duration.ZERO);
    int scans = collected.scans.size();

    session.tell(new Signal.Gone(1, earlier, "forgotten again"));
    session.tell(new Signal.Missed(1, earlier));
    session.tell(
        new Signal.Values(
            1,
            earlier,
            List.of(sample(NEXT, 66, true), sample(LAST, 66, true)),
            clock.nanos(),
            clock.now()));
    pass(Teller.QUIET);

    assertThat(session.asked).containsExactly(0, 1, 1);
    assertThat(collected.losses).containsExactly("forgotten");
    assertThat(collected.scans).hasSize(scans);
  }

  /** When the values came that all of both subscriptions showed. */
  private Instant allShown() {
    made(0, Map.of());
    made(1, Map.of());
    Instant shown = clock.now();
    values(0, 7);
    values(1, 9);
    pass(Teller.QUIET);
    assertThat(collected.scans).isNotEmpty();
    return shown;
  }

  /** One that is too short for a loss to be told. */
  private void outage() {
    session.tell(new Signal.Down());
    pass(Duration.ofMillis(2_500));
    session.tell(new Signal.Up());
    pass(Duration.ZERO);
    assertThat(collected.losses).isEmpty();
  }

  private void tell(int subscription, Sample sample) {
    session.tell(
        new Signal.Values(
            subscription, session.life(subscription), List.of(sample), clock.nanos(), clock.now()));
    pass(Duration.ZERO);
  }

  private void made(int subscription, Map<String, String> refused) {
    session.tell(new Signal.Made(subscription, session.life(subscription), Map.of(), refused));
    pass(Duration.ZERO);
  }

  private void notMade(int subscription) {
    session.tell(new Signal.NotMade(subscription, session.life(subscription), "no memory"));
    pass(Duration.ZERO);
  }

  private void values(int subscription, long value) {
    List<Sample> samples =
        settings().tags().keySet().stream()
            .filter(tag -> (tag.equals(NEXT) || tag.equals(LAST)) == (subscription == 1))
            .map(tag -> sample(tag, value, false))
            .toList();
    session.tell(
        new Signal.Values(
            subscription, session.life(subscription), samples, clock.nanos(), clock.now()));
    pass(Duration.ZERO);
  }

  private Sample sample(String tag, long value, boolean overflow) {
    Instant at = tag.equals(NEXT) ? clock.now().minusSeconds(1) : clock.now();
    return new Sample(Reading.good(tag, new Value.Whole(value), 0), at, overflow);
  }

  private void pass(Duration time) {
    clock.pass(time);
    source.work();
  }

  private static String shown(Scan scan, String tag) {
    return Collected.value(scan, tag) instanceof Value.Whole whole
        ? Long.toString(whole.value())
        : "none";
  }

  private Scan last() {
    assertThat(collected.scans).isNotEmpty();
    return collected.scans.get(collected.scans.size() - 1);
  }

  private static Partition twoParts() {
    return Partition.of(settings().tags().keySet(), List.of());
  }

  private static OpcUaSourceSettings settings() {
    Map<String, OpcUaTag> tags = new LinkedHashMap<>();
    for (int i = 0; i <= Partition.ITEMS_MAX + 1; i++) {
      tags.put("tag-" + i, new OpcUaTag("ns=2;s=tag-" + i, TagType.UINT32));
    }
    OpcUaSettings server =
        new OpcUaSettings(
            "opc.tcp://127.0.0.1:4840", null, null, null, null, null, null, null, null);
    return new OpcUaSourceSettings("press-1", server, null, null, null, null, tags);
  }

  private static final class Scripted implements Opener, Session {
    private final List<Integer> asked = new ArrayList<>();
    private final List<Integer> retried = new ArrayList<>();
    private final Map<Integer, Long> lives = new LinkedHashMap<>();
    private @Nullable Signals sink;

    @Override
    public void open(Signals signals) {
      sink = signals;
    }

    @Override
    public void subscribe(int subscription, long life) {
      asked.add(subscription);
      lives.put(subscription, life);
    }

    @Override
    public void retryRefused(int subscription, long life) {
      retried.add(subscription);
    }

    @Override
    public void close() {}

    private void tell(Signal signal) {
      assertThat(Objects.requireNonNull(sink).offer(signal)).isTrue();
    }

    private void refuse(Signal signal) {
      assertThat(Objects.requireNonNull(sink).offer(signal)).isFalse();
    }

    private long life(int subscription) {
      return Objects.requireNonNull(lives.get(subscription));
    }
  }
}
