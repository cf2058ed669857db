package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MissesTest {
  private static final long START = 1_000_000_000L;
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private final Misses misses = new Misses(2_000);

  @Test
  void theFirstIsToldAtOnceAndThoseAfterItTogether() {
    misses.add(List.of("good"), FROM, "overflow");
    assertThat(misses.take(START)).contains(new Misses.Stretch(List.of("good"), FROM, "overflow"));
    misses.add(List.of("good"), FROM.plusMillis(200), "overflow");
    misses.add(List.of("scrap"), FROM.plusMillis(400), "overflow");
    assertThat(misses.take(START + 400_000_000L)).isEmpty();

    assertThat(misses.take(START + Misses.EVERY.toNanos()))
        .contains(new Misses.Stretch(List.of("good", "scrap"), FROM.plusMillis(200), "overflow"));
    assertThat(misses.take(START + 10 * Misses.EVERY.toNanos())).isEmpty();
  }

  @Test
  void moreTagsThanAGapNamesAreAllOfTheSource() {
    misses.add(
        IntStream.rangeClosed(0, Misses.TAGS_MAX).mapToObj(i -> "tag-" + i).toList(), FROM, "lost");

    assertThat(misses.take(START)).contains(new Misses.Stretch(List.of(), FROM, "lost"));
  }

  @Test
  void whatWaitsIsToldAtTheEnd() {
    misses.add(List.of("good"), FROM, "overflow");
    misses.take(START);
    misses.add(List.of("good"), FROM.plusMillis(200), "overflow");

    assertThat(misses.takeAll()).isPresent();
    assertThat(misses.takeAll()).isEmpty();
  }
}
