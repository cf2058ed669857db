package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.opcua.server.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssemblyTest {
  private static final Duration PATIENCE = Duration.ofMillis(600);
  private static final List<String> TAGS = List.of("good", "order", "marker", "speed");

  private final Assembly assembly =
      new Assembly(TAGS, List.of(Group.ofCounter("good", "order", "marker")), PATIENCE, 100);
  private long nanos = 1_000_000_000;

  @BeforeEach
  void await() {
    assembly.await(TAGS);
  }

  @Test
  void nothingIsToldBeforeEveryItemHasShownAValue() {
    add("good", 0, 5);
    text("order", 0, "A");
    add("marker", 0, 0);
    assertThat(assembly.drain(nanos)).isEmpty();
    assertThat(assembly.awaited()).containsExactly("speed");

    add("speed", 10, 3);
    assertThat(shown()).containsExactly("10 good=5 marker=0 order=A speed=3");
  }

  @Test
  void aRefusedItemIsBadAndHoldsNobodyUp() {
    add("good", 0, 5);
    text("order", 0, "A");
    add("marker", 0, 0);
    assembly.refuse("speed", "Bad_NodeIdUnknown");

    Shot shot = assembly.drain(nanos).get(0);
    assertThat(shot.readings())
        .anyMatch(each -> each.tag().equals("speed") && each.value() == null);
    assertThat(shot.readings()).hasSize(4);
  }

  @Test
  void queuedValuesAreToldByTheirTimeWithWhatBelongsToThem() {
    begin();
    add("good", 100, 6);
    add("good", 200, 7);
    add("good", 300, 8);
    text("order", 200, "B");
    add("speed", 250, 9);

    assertThat(shown())
        .containsExactly(
            "100 good=6 marker=0 order=A",
            "200 good=7 marker=0 order=B",
            "250 speed=9",
            "300 good=8 marker=0 order=B");
  }

  @Test
  void aNotificationThatComesTwiceIsToldOnce() {
    begin();
    for (int twice = 0; twice < 2; twice++) {
      add("good", 100, 6);
      add("good", 200, 7);
      add("speed", 200, 9);
      add("good", 300, 8);
    }
    add("good", 400, 9);

    assertThat(shown())
        .containsExactly(
            "100 good=6 marker=0 order=A",
            "200 good=7 marker=0 order=A speed=9",
            "300 good=8 marker=0 order=A",
            "400 good=9 marker=0 order=A");
  }

  @Test
  void aSourceWithoutAClockMayAlternate() {
    begin();
    add("speed", 100, 1);
    add("speed", 100, 2);
    add("speed", 100, 1);

    assertThat(shown()).containsExactly("100 speed=1", "100 speed=2", "100 speed=1");
  }

  @Test
  void aSourceWhoseClockGoesBackKeepsTheOrderOfEachItem() {
    begin();
    add("good", 5_000, 6);
    add("good", 100, 7);
    add("good", 200, 8);

    assertThat(shown())
        .containsExactly(
            "5000 good=6 marker=0 order=A",
            "100 good=7 marker=0 order=A",
            "200 good=8 marker=0 order=A");
  }

  @Test
  void aMarkerThatComesBeforeItsResetWaitsForIt() {
    begin();
    add("good", 100, 60);
    add("marker", 200, 1);
    assertThat(shown()).containsExactly("100 good=60 marker=0 order=A");

    nanos += Duration.ofMillis(300).toNanos();
    add("good", 250, 2);
    assertThat(shown()).containsExactly("250 good=2 marker=1 order=A");
  }

  @Test
  void aResetThatComesBeforeItsMarkerWaitsForIt() {
    begin();
    add("good", 100, 60);
    add("good", 200, 1);
    add("marker", 230, 1);
    add("good", 300, 4);

    assertThat(shown())
        .containsExactly(
            "100 good=60 marker=0 order=A",
            "230 good=1 marker=1 order=A",
            "300 good=4 marker=1 order=A");
  }

  @Test
  void aMarkerOneSampleBeforeItsFallIsToldWithTheFall() {
    begin();
    add("good", 100, 60);
    add("good", 200, 61);
    add("marker", 200, 1);
    add("good", 250, 62);
    add("good", 300, 2);
    add("good", 350, 3);

    assertThat(shown())
        .containsExactly(
            "100 good=60 marker=0 order=A",
            "200 good=61 marker=0 order=A",
            "250 good=62 marker=0 order=A",
            "300 good=2 marker=1 order=A",
            "350 good=3 marker=1 order=A");
  }

  @Test
  void aMarkerAtTheTimeOfTheSampleBeforeItsFallIsToldWithTheFallOfTheSameTime() {
    begin();
    add("good", 200, 61);
    add("good", 200, 2);
    add("marker", 200, 1);

    assertThat(shown())
        .containsExactly("200 good=61 marker=0 order=A", "200 good=2 marker=1 order=A");
  }

  @Test
  void oneMarkerOfTwoCountersIsToldOnceBothFell() {
    List<String> tags = List.of("good", "scrap", "marker");
    Assembly both =
        new Assembly(
            tags,
            List.of(
                Group.ofCounter("good", null, "marker"), Group.ofCounter("scrap", null, "marker")),
            PATIENCE,
            100);
    both.await(tags);
    List<Sample> samples =
        List.of(
            sample("good", 0, new Value.Whole(60)),
            sample("scrap", 0, new Value.Whole(7)),
            sample("marker", 0, new Value.Whole(0)),
            sample("marker", 200, new Value.Whole(1)),
            sample("good", 210, new Value.Whole(61)),
            sample("good", 250, new Value.Whole(0)),
            sample("good", 255, new Value.Whole(1)),
            sample("scrap", 260, new Value.Whole(0)));
    samples.forEach(both::add);

    assertThat(both.drain(nanos).stream().map(AssemblyTest::line))
        .containsExactly(
            "0 good=60 marker=0 scrap=7",
            "210 good=61 marker=0",
            "260 good=0 marker=1 scrap=0",
            "255 good=1 marker=1");
  }

  @Test
  void aMarkerWithoutAFallIsToldOnceItsTimeIsOver() {
    begin();
    add("good", 200, 61);
    add("marker", 200, 1);
    add("good", 300, 62);
    assertThat(shown()).isEmpty();

    nanos += PATIENCE.toNanos();
    assertThat(shown())
        .containsExactly("200 good=61 marker=1 order=A", "300 good=62 marker=1 order=A");
  }

  @Test
  void aGroupWithoutACounterIsShownTogetherToo() {
    List<String> tags = List.of("state", "reason", "order");
    Assembly machine = new Assembly(tags, List.of(Group.of(Set.copyOf(tags))), PATIENCE, 100);
    machine.await(tags);
    tags.forEach(tag -> machine.add(sample(tag, 0, new Value.Whole(0))));
    machine.drain(nanos);
    machine.add(sample("state", 100, new Value.Whole(3)));

    assertThat(machine.drain(nanos).stream().map(AssemblyTest::line))
        .containsExactly("100 order=0 reason=0 state=3");
  }

  @Test
  void asManyValuesAsAQueueHoldsAreToldOnceThoughTheyComeTwice() {
    begin();
    for (int twice = 0; twice < 2; twice++) {
      for (int i = 1; i <= 100; i++) {
        add("speed", 100L * i, i + 1);
      }
    }

    assertThat(shown()).hasSize(100);
  }

  @Test
  void aFallWithoutAMarkerIsToldOnceItsTimeIsOver() {
    begin();
    add("good", 100, 3);
    assertThat(shown()).isEmpty();

    nanos += PATIENCE.toNanos();
    assertThat(shown()).containsExactly("100 good=3 marker=0 order=A");
  }

  @Test
  void whatBeginsAnewIsToldAsOneAndNotStepByStep() {
    begin();
    assembly.await(List.of("good", "order", "marker"));
    add("good", 900, 4);
    add("good", 950, 5);
    add("marker", 400, 1);
    text("order", 700, "C");

    assertThat(shown())
        .containsExactly("900 good=4 marker=1 order=C speed=1", "950 good=5 marker=1 order=C");
  }

  @Test
  void aValueAfterDroppedOnesDoesNotCountAsReadTogether() {
    begin();
    assembly.add(
        new Sample(Reading.good("good", new Value.Whole(90), 0), Instant.ofEpochMilli(100), true));

    List<Reading> readings = assembly.drain(nanos).get(0).readings();
    assertThat(readings.stream().map(Reading::request).distinct()).hasSize(2);
  }

  @Test
  void moreThanItHoldsIsRefusedAndRoomComesBack() {
    begin();
    add("good", 100, 3); // waits for its marker, and all others behind it
    for (int i = 1; i < Assembly.WAITING_MAX; i++) {
      assertThat(offer("speed", 200 + i, i)).isTrue();
    }
    assertThat(offer("speed", 900_000, 1)).isFalse();
    assertThat(assembly.drain(nanos)).isEmpty();

    nanos += PATIENCE.toNanos();
    assertThat(assembly.drain(nanos)).hasSize(Assembly.WAITING_MAX);
    assertThat(offer("speed", 900_000, 1)).isTrue();
  }

  @Test
  void inEveryOrderOfArrivalEachPieceBelongsToTheOrderOfItsTime() {
    for (long seed = 0; seed < 200; seed++) {
      assertThat(piecesByOrder(seed)).as("seed %s", seed).isEqualTo(Map.of("A", 20L, "B", 21L));
    }
  }

  /** Forty-one pieces, the order changes after the twentieth; messages come in any order. */
  private static Map<String, Long> piecesByOrder(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Assembly assembly =
        new Assembly(TAGS, List.of(Group.ofCounter("good", "order", "marker")), PATIENCE, 100);
    assembly.await(TAGS);
    TAGS.forEach(tag -> assembly.add(sample(tag, 0, new Value.Whole(0))));
    assembly.drain(0);
    boolean orderFirst = random.nextBoolean();
    if (orderFirst) {
      assembly.add(sample("order", 2_050, new Value.Whole(1)));
    }
    IntStream.rangeClosed(1, 41)
        .forEach(piece -> assembly.add(sample("good", 100L * piece, new Value.Whole(piece))));
    if (!orderFirst) {
      assembly.add(sample("order", 2_050, new Value.Whole(1)));
    }
    Map<String, Long> pieces = new TreeMap<>();
    long last = 0;
    for (Shot shot : assembly.drain(0)) {
      long good = whole(shot, "good");
      pieces.merge(whole(shot, "order") == 0 ? "A" : "B", good - last, Long::sum);
      last = good;
    }
    return pieces;
  }

  private static long whole(Shot shot, String tag) {
    return shot.readings().stream()
        .filter(each -> each.tag().equals(tag))
        .map(Reading::value)
        .map(Value.Whole.class::cast)
        .mapToLong(Value.Whole::value)
        .findFirst()
        .orElseThrow();
  }

  private void begin() {
    add("good", 0, 5);
    text("order", 0, "A");
    add("marker", 0, 0);
    add("speed", 0, 1);
    assertThat(assembly.drain(nanos)).hasSize(1);
  }

  private void add(String tag, long ms, long value) {
    assertThat(offer(tag, ms, value)).isTrue();
  }

  private boolean offer(String tag, long ms, long value) {
    return assembly.add(sample(tag, ms, new Value.Whole(value)));
  }

  private void text(String tag, long ms, String value) {
    assembly.add(sample(tag, ms, new Value.Text(value)));
  }

  private static Sample sample(String tag, long ms, Value value) {
    return new Sample(Reading.good(tag, value, 0), Instant.ofEpochMilli(ms), false);
  }

  private List<String> shown() {
    return assembly.drain(nanos).stream().map(AssemblyTest::line).toList();
  }

  private static String line(Shot shot) {
    return shot.at().toEpochMilli()
        + shot.readings().stream()
            .map(each -> " " + each.tag() + "=" + plain(each.value()))
            .sorted()
            .collect(Collectors.joining());
  }

  private static String plain(@Nullable Value value) {
    if (value instanceof Value.Whole whole) {
      return Long.toString(whole.value());
    }
    return value instanceof Value.Text text ? text.value() : "none";
  }
}
