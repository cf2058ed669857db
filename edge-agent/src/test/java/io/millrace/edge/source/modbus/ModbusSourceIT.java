package io.millrace.edge.source.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.base.config.Rate;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.edge.LogLines;
import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.Collected;
import io.millrace.edge.source.LiveReading;
import io.millrace.edge.source.Outage;
import io.millrace.edge.source.Source;
import io.millrace.edge.source.SourceHealth;
import io.millrace.edge.source.TagType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModbusSourceIT {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofMillis(300);

  /** For what must not fail on a machine that is busy with other things. */
  private static final Duration PATIENT = Duration.ofSeconds(2);

  private static final Duration RETRY = Duration.ofMillis(500);

  private final ModbusSources sources =
      new ModbusSources(Clock.system(), RandomGenerator.getDefault());
  private final Collected collected = new Collected();

  @AfterEach
  void end() {
    sources.close();
  }

  @Test
  void valuesComeOverTheWireAndRequestsAreMerged() throws IOException {
    try (Device device = new Device();
        Source source = start(device.port(), Map.of("a", at(1), "b", at(7), "c", at(500)))) {
      Scan scan = collected.next();

      assertThat(Collected.value(scan, "a")).isEqualTo(new Value.Whole(1));
      assertThat(Collected.value(scan, "b")).isEqualTo(new Value.Whole(7));
      assertThat(Collected.value(scan, "c")).isEqualTo(new Value.Whole(500));
      assertThat(request(scan, "a")).isEqualTo(request(scan, "b")).isNotEqualTo(request(scan, "c"));
      assertThat(scan.askedNanos()).isLessThanOrEqualTo(scan.observedNanos());
      assertThat(source.health().state()).isEqualTo(SourceHealth.State.ACTIVE);
    }
  }

  @Test
  void anIllegalAddressCostsOnlyItselfAndComesBack() throws IOException {
    Map<String, ModbusTag> tags = new LinkedHashMap<>();
    for (int i = 0; i < 16; i++) {
      tags.put("t" + i, at(i));
    }
    try (Device device = new Device()) {
      device.missing.add(5);
      try (Source source = start(device.port(), tags)) {
        Scan scan = collected.next();
        assertThat(scan.readings()).hasSize(16);
        assertThat(scan.readings().stream().filter(r -> r.quality() == Quality.GOOD)).hasSize(15);
        assertThat(scan.reading("t5").orElseThrow().fault()).contains("illegal data address");
        await().until(() -> source.health().badTags().containsKey("t5"));
        assertThat(source.health().state()).isEqualTo(SourceHealth.State.DEGRADED);

        device.missing.clear();
        collected.next(good -> Collected.value(good, "t5") != null);
        await()
            .atMost(Collected.LIMIT)
            .until(() -> source.health().state() == SourceHealth.State.ACTIVE);
        int before = device.requests.get();
        int scans = collected.scans.size();
        await().atMost(Collected.LIMIT).until(() -> collected.scans.size() >= scans + 5);
        int requests = device.requests.get() - before;
        assertThat(requests).isLessThanOrEqualTo(collected.scans.size() - scans + 3);
      }
    }
  }

  @Test
  void aHoleBetweenTagsIsLearnedAndCostsNoTag() throws IOException {
    try (Device device = new Device()) {
      device.missing.add(4);
      try (Source source = start(device.port(), Map.of("a", at(2), "b", at(6)))) {
        Scan scan = collected.next();

        assertThat(scan.readings()).allMatch(reading -> reading.quality() == Quality.GOOD);
        assertThat(source.health().badTags()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Device.Mood.class,
      names = {"SILENT", "GARBAGE", "OVERSIZED", "WRONG_TRANSACTION", "WRONG_UNIT", "DROP"})
  void aDeviceThatMisbehavesIsLostOnceAndWellAgain(Device.Mood mood) throws IOException {
    try (Device device = new Device();
        Source source = start(device.port(), Map.of("a", at(1)))) {
      collected.next();

      device.mood = mood;
      await().atMost(Collected.LIMIT).until(() -> !collected.losses.isEmpty());
      int scans = collected.scans.size();
      await().atMost(Collected.LIMIT).until(() -> device.connections.get() > 2);
      assertThat(collected.losses).hasSize(1);
      assertThat(collected.scans).hasSize(scans);
      assertThat(source.health().failures()).isPositive();

      device.mood = Device.Mood.PROPER;
      assertThat(Collected.value(collected.next(), "a")).isEqualTo(new Value.Whole(1));
      await().until(() -> source.health().state() == SourceHealth.State.ACTIVE);
      assertThat(source.health().reconnects()).isPositive();
    }
  }

  @Test
  void anAnswerAfterItsDeadlineIsDroppedAndCountsAsLife() throws IOException {
    try (Device device = new Device();
        Source source =
            sources.open(settings(device.port(), Map.of("a", at(1)), PATIENT), List.of())) {
      source.start(collected);
      collected.next();
      device.mood = Device.Mood.LATE_ONCE;
      await().until(() -> device.mood == Device.Mood.PROPER);

      assertThat(Collected.value(collected.next(), "a")).isEqualTo(new Value.Whole(1));
      assertThat(device.connections.get()).isEqualTo(1);
      assertThat(source.health().reconnects()).isZero();
    }
  }

  @Test
  void aDeviceThatIsAbsentAtTheStartIsFoundLater() throws IOException {
    int port = freePort();
    try (LogLines log = new LogLines(Outage.class, "127.0.0.1:" + port);
        Source source =
            sources.open(settings(port, Map.of("a", at(1)), PATIENT), List.of(), RETRY)) {
      source.start(collected);
      await().atMost(Collected.LIMIT).until(() -> !collected.losses.isEmpty());
      assertThat(source.health().state()).isEqualTo(SourceHealth.State.CONNECTING);
      assertThat(collected.losses).hasSize(1);
      await().atMost(Collected.LIMIT).until(() -> source.health().failures() > 1);
      assertThat(log.all()).hasSize(1);
      assertThat(log.with("source does not answer")).hasSize(1);

      try (Device device = new Device(port)) {
        assertThat(Collected.value(collected.next(), "a")).isEqualTo(new Value.Whole(1));
        assertThat(device.connections.get()).isPositive();
        assertThat(log.all()).hasSize(2);
        assertThat(log.with("source answers")).hasSize(1);
      }
      await().atMost(Collected.LIMIT).until(() -> collected.losses.size() > 1);
      assertThat(log.with("source does not answer")).hasSize(2);
    }
  }

  @Test
  void aSilentDeviceDoesNotDelayAnother() throws IOException {
    try (Device silent = new Device();
        Device well = new Device()) {
      silent.mood = Device.Mood.SILENT;
      Collected other = new Collected();
      try (Source one = start(silent.port(), Map.of("a", at(1)));
          Source two = start(silent.port(), Map.of("a", at(1)));
          Source three =
              sources.open(settings(well.port(), Map.of("a", at(1)), PATIENT), List.of())) {
        three.start(other);
        other.next(scan -> other.scans.size() > 10);

        assertThat(three.health().failures()).isZero();
        assertThat(collected.scans).isEmpty();
        assertThat(List.of(one.health().state(), two.health().state()))
            .doesNotContain(SourceHealth.State.ACTIVE);
      }
    }
  }

  @Test
  void theBudgetProtectsTheDevice() throws IOException {
    try (Device device = new Device()) {
      ModbusSourceSettings all =
          settings(device.port(), Map.of("a", at(1), "b", at(100), "c", at(300)));
      ModbusSourceSettings slow =
          new ModbusSourceSettings(
              "slow",
              all.modbus(),
              Duration.ofMillis(10),
              TIMEOUT,
              8,
              new Rate(20, Duration.ofSeconds(1)),
              all.tags());
      long begun = System.nanoTime();
      try (Source source = sources.open(slow, List.of())) {
        source.start(collected);
        await().atMost(Collected.LIMIT).until(() -> device.requests.get() >= 40);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(took).isGreaterThan(Duration.ofMillis(1_400));
      }
    }
  }

  @Test
  void manySourcesShareFewThreads() throws IOException {
    try (Device device = new Device()) {
      List<Source> many =
          java.util.stream.IntStream.range(0, 50)
              .mapToObj(i -> sources.open(settings(device.port(), Map.of("a", at(1))), List.of()))
              .toList();
      many.forEach(source -> source.start(collected));
      await().atMost(Collected.LIMIT).until(() -> device.connections.get() == 50);
      await().atMost(Collected.LIMIT).until(() -> collected.scans.size() > 100);

      Set<String> threads =
          Thread.getAllStackTraces().keySet().stream()
              .map(Thread::getName)
              .filter(name -> name.startsWith("modbus"))
              .collect(java.util.stream.Collectors.toSet());
      assertThat(threads).hasSizeLessThanOrEqualTo(2 * (ModbusSources.LOOPS_MAX + 1));
      many.forEach(Source::close);
    }
  }

  @Test
  void aPersonCanReadOneTagOrAllOnce() throws IOException {
    try (Device device = new Device()) {
      device.missing.add(9);
      ModbusSourceSettings settings = settings(device.port(), Map.of("a", at(258), "gone", at(9)));

      LiveReading one = sources.readOnce(settings, "a").get(0);
      List<LiveReading> all = sources.readOnce(settings, null);

      assertThat(one.reading().value()).isEqualTo(new Value.Whole(258));
      assertThat(one.raw()).containsExactly(258);
      assertThat(one.place()).isEqualTo("holding 258 uint16");
      assertThat(one.latency()).isPositive();
      assertThat(all).hasSize(2).anyMatch(live -> live.reading().quality() == Quality.BAD);
      assertThatThrownBy(() -> sources.readOnce(settings, "gond"))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("did you mean 'gone'?");
    }
    int nobody = freePort();
    assertThatThrownBy(() -> sources.readOnce(settings(nobody, Map.of("a", at(1))), "a"))
        .hasMessageContaining("SOURCE_UNREACHABLE");
  }

  private Source start(int port, Map<String, ModbusTag> tags) {
    Source source = sources.open(settings(port, tags), List.of(), RETRY);
    source.start(collected);
    return source;
  }

  private static ModbusSourceSettings settings(int port, Map<String, ModbusTag> tags) {
    return settings(port, tags, TIMEOUT);
  }

  private static ModbusSourceSettings settings(
      int port, Map<String, ModbusTag> tags, Duration timeout) {
    return new ModbusSourceSettings(
        "press-1",
        new ModbusSettings("127.0.0.1", port, 1),
        POLL,
        timeout,
        8,
        new Rate(500, Duration.ofSeconds(1)),
        tags);
  }

  private static ModbusTag at(int address) {
    return ModbusTag.holding(address, TagType.UINT16);
  }

  private static int request(Scan scan, String tag) {
    return scan.reading(tag).orElseThrow().request();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
