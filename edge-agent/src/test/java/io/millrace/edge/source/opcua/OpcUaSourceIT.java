package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.base.time.Clock;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.Collected;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceHealth.State;
import io.millrace.edge.source.TagType;
import io.millrace.edge.source.opcua.server.OpcUaSettings;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import io.millrace.edge.source.opcua.server.OpcUaTag;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpcUaSourceIT {
  private static final Clock CLOCK = Clock.system();
  private static final double PUBLISHING_MS = 200; // below it, this server says 250
  private static final Instant BEGIN = Instant.parse("2026-11-21T06:00:00Z");

  private final ScriptedServer server = new ScriptedServer(PUBLISHING_MS);
  private final Collected collected = new Collected();
  @TempDir Path folder;
  private OpcUaSources sources;

  @BeforeEach
  void start() {
    sources = new OpcUaSources(folder, folder, CLOCK, new Random(1));
    server.show("good", Unsigned.uint(0), BEGIN);
    server.show("order", "A", BEGIN);
    server.show("marker", Unsigned.ushort(0), BEGIN);
    server.show("weight", 99.5, BEGIN);
  }

  @AfterEach
  void stop() {
    sources.close();
    server.close();
  }

  @Test
  void showsWhatTheServerShowsInItsTypes() {
    try (Source source = open(settings(100))) {
      Scan first = collected.next();

      assertThat(Collected.value(first, "good")).isEqualTo(new Value.Whole(0));
      assertThat(Collected.value(first, "order")).isEqualTo(new Value.Text("A"));
      assertThat(Collected.value(first, "weight")).isEqualTo(new Value.Real(99.5));
      assertThat(first.occurredAt()).isEqualTo(BEGIN);
      awaitState(source, State.ACTIVE);
      assertThat(source.health().device().endpoint()).isEqualTo(server.endpoint());
      assertThat(collected.losses).isEmpty();
    }
  }

  @Test
  void theServersOwnIntervalsAndQueuesAreTold() {
    try (Source source = open(settings(100))) {
      collected.next();

      assertThat(source.health().device().revised()).containsEntry("publishing", "250 ms");
    }
  }

  @Test
  void queuedValuesAreReadInTheOrderOfTheirTimeAndNoneIsLost() {
    try (Source source = open(settings(100))) {
      collected.next();
      for (int piece = 1; piece <= 30; piece++) {
        server.show("good", Unsigned.uint(piece), BEGIN.plusMillis(10L * piece));
      }
      server.show("order", "B", BEGIN.plusMillis(155));
      awaitShown(scan -> isWhole(scan, 30));

      List<String> changes =
          collected.scans.stream()
              .map(scan -> plain(scan, "good") + plain(scan, "order"))
              .distinct()
              .toList();
      assertThat(changes).hasSize(32).startsWith("0A", "1A").contains("15A", "15B", "16B");
      assertThat(changes.indexOf("15B")).isEqualTo(16);
      assertThat(collected.losses).isEmpty();
      assertThat(source.health().state()).isEqualTo(State.ACTIVE);
    }
  }

  @Test
  void whatTheServerDroppedIsAGapOfThoseTags() {
    try (Source source = open(settings(10))) {
      collected.next();
      for (int piece = 1; piece <= 50; piece++) {
        server.show("good", Unsigned.uint(piece), BEGIN.plusMillis(10L * piece));
      }
      awaitShown(scan -> isWhole(scan, 50));

      assertThat(collected.losses).containsExactly("the server's queue overflowed");
      assertThat(collected.missed.get(0).tags()).containsExactly("good");
      assertThat(source.health().state()).isEqualTo(State.ACTIVE);
    }
  }

  @Test
  void qualityIsTheServers() {
    try (Source source = open(settings(100))) {
      collected.next();
      server.show("weight", value(98.0, StatusCodes.Uncertain_SensorNotAccurate));
      Scan uncertain = awaitShown(scan -> reading(scan, "weight").quality() == Quality.UNCERTAIN);
      server.show("weight", value(0.0, StatusCodes.Bad_SensorFailure));
      Scan bad = awaitShown(scan -> reading(scan, "weight").quality() == Quality.BAD);

      assertThat(reading(uncertain, "weight").value()).isEqualTo(new Value.Real(98));
      assertThat(reading(bad, "weight").fault()).contains("Bad_SensorFailure");
      awaitState(source, State.DEGRADED);
      assertThat(source.health().badTags()).containsOnlyKeys("weight");

      server.show("weight", 99.0, BEGIN.plusSeconds(1));
      awaitState(source, State.ACTIVE);
    }
  }

  @Test
  void aValueOfAnotherTypeIsNoValue() {
    server.show("good", -1, BEGIN);
    server.show("order", LocalizedText.english("C"), BEGIN);
    server.show("weight", new Double[] {1.0}, BEGIN);
    try (Source source = open(settings(100))) {
      Scan scan = collected.next();

      assertThat(reading(scan, "good").fault())
          .isEqualTo("the server sends Integer -1, expected uint32");
      assertThat(reading(scan, "weight").fault())
          .isEqualTo("the server sends an array, expected float64");
      assertThat(Collected.value(scan, "order")).isEqualTo(new Value.Text("C"));
      awaitState(source, State.DEGRADED);
    }
  }

  @Test
  void aNodeThatIsNotThereCostsItselfOnly() {
    Map<String, OpcUaTag> tags = tags();
    tags.put("nowhere", new OpcUaTag("ns=2;s=nowhere", TagType.UINT16));
    tags.put("abroad", new OpcUaTag("nsu=urn:nobody;s=good", TagType.UINT16));
    try (Source source = open(settings(100, tags))) {
      Scan scan = collected.next();

      assertThat(reading(scan, "nowhere").fault()).contains("Bad_NodeIdUnknown");
      assertThat(reading(scan, "abroad").fault()).contains("no such namespace");
      assertThat(Collected.value(scan, "good")).isEqualTo(new Value.Whole(0));
      awaitState(source, State.DEGRADED);
    }
  }

  @Test
  void aCutConnectionThatTheQueueBridgesLosesNothing() {
    try (Source source = open(settings(100))) {
      collected.next();
      server.drop();
      for (int piece = 1; piece <= 20; piece++) {
        server.show("good", Unsigned.uint(piece), BEGIN.plusMillis(10L * piece));
      }
      awaitShown(scan -> isWhole(scan, 20));

      assertThat(collected.scans.stream().map(scan -> plain(scan, "good")).distinct()).hasSize(21);
      assertThat(collected.losses).isEmpty();
      assertThat(source.health().reconnects()).isPositive();
    }
  }

  @Test
  void whatStandsUnchangedIsReadAllTheSame() {
    try (Source source = open(settings(100))) {
      collected.next();
      Instant from = CLOCK.now();
      Scan later = awaitShown(scan -> scan.observedAt().isAfter(from.plusSeconds(2)));

      assertThat(Collected.value(later, "good")).isEqualTo(new Value.Whole(0));
      assertThat(source.health().state()).isEqualTo(State.ACTIVE);
    }
  }

  @Test
  void aServerThatIsAbsentAtStartIsSaidSo() {
    server.close();
    try (Source source = open(settings(100))) {
      await().atMost(Collected.LIMIT).until(() -> source.health().failures() > 0);

      assertThat(source.health().state()).isEqualTo(State.CONNECTING);
      assertThat(source.health().reason()).containsIgnoringCase("refused");
      assertThat(collected.losses).hasSize(1);
    }
  }

  @Test
  void oneTagOrAllAreReadForAPerson() {
    List<LiveReading> all = sources.readOnce(settings(100), null);
    LiveReading one = sources.readOnce(settings(100), "weight").get(0);

    assertThat(all).hasSize(4);
    assertThat(one.reading().value()).isEqualTo(new Value.Real(99.5));
    assertThat(one.place()).isEqualTo("ns=2;s=weight float64");
    assertThatThrownBy(() -> sources.readOnce(settings(100), "wait"))
        .hasMessageContaining("did you mean 'weight'?");
  }

  private Source open(OpcUaSourceSettings settings) {
    Source source = sources.open(settings, List.of(Group.ofCounter("good", "order", "marker")));
    source.start(collected);
    return source;
  }

  private OpcUaSourceSettings settings(int queue) {
    return settings(queue, tags());
  }

  private OpcUaSourceSettings settings(int queue, Map<String, OpcUaTag> tags) {
    return new OpcUaSourceSettings(
        "press-1",
        new OpcUaSettings(server.endpoint(), null, null, null, null, null, null, null, null),
        Duration.ofMillis(100),
        Duration.ofMillis(50),
        queue,
        Duration.ofSeconds(2),
        tags);
  }

  private static Map<String, OpcUaTag> tags() {
    Map<String, OpcUaTag> tags = new LinkedHashMap<>();
    tags.put("good", new OpcUaTag("ns=2;s=good", TagType.UINT32));
    tags.put("order", new OpcUaTag("ns=2;s=order", TagType.TEXT));
    tags.put("marker", new OpcUaTag("nsu=urn:scripted:variables;s=marker", TagType.UINT16));
    tags.put("weight", new OpcUaTag("ns=2;s=weight", TagType.FLOAT64));
    return tags;
  }

  /** The first scan, from the beginning on, that is as wanted. */
  private Scan awaitShown(Predicate<Scan> wanted) {
    await().atMost(Collected.LIMIT).until(() -> collected.scans.stream().anyMatch(wanted));
    return collected.scans.stream().filter(wanted).findFirst().orElseThrow();
  }

  private static void awaitState(Source source, State state) {
    await().atMost(Collected.LIMIT).until(() -> source.health().state() == state);
  }

  private static boolean isWhole(Scan scan, long value) {
    return new Value.Whole(value).equals(Collected.value(scan, "good"));
  }

  private static Reading reading(Scan scan, String tag) {
    return scan.reading(tag).orElse(Reading.bad(tag, 0, "not read"));
  }

  private static String plain(Scan scan, String tag) {
    Value value = Collected.value(scan, tag);
    return value instanceof Value.Whole whole
        ? Long.toString(whole.value())
        : value instanceof Value.Text text ? text.value() : "";
  }

  private static DataValue value(Object value, long status) {
    return new DataValue(
        new Variant(value), new StatusCode(status), new DateTime(BEGIN.plusMillis(500)));
  }
}
