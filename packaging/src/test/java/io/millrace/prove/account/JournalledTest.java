package io.millrace.prove.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.millrace.v1.Event;
import io.millrace.v1.Gap;
import io.millrace.v1.Origin;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalledTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = FROM.plusSeconds(10);

  @Test
  void aGapThatLeavesOutTheBeginOrTheEndDoesNotTellOfAnOutage() {
    assertThat(isGap(gap(0, 10_000))).isTrue();
    assertThat(isGap(gap(-900, 11_000))).isTrue();

    assertThat(isGap(gap(1, 11_000))).isFalse();
    assertThat(isGap(gap(-900, 9_999))).isFalse();
    assertThat(isGap(gap(4_999, 5_001))).isFalse();
    assertThat(isGap()).isFalse();
  }

  @Test
  void gapsThatFollowOneAnotherTellOfItTogether() {
    assertThat(isGap(gap(4_000, 12_000), gap(-100, 4_000))).isTrue();

    assertThat(isGap(gap(4_001, 12_000), gap(-100, 4_000))).isFalse();
  }

  @Test
  void gapsOfSomeTagsOfAnotherSourceOrWithoutAnEndDoNot() {
    Gap gap = gap(-900, 11_000).getGap();

    assertThat(isGap(event("press-1", gap.toBuilder().addTags("good").build()))).isFalse();
    assertThat(isGap(event("press-1", gap.toBuilder().clearTo().build()))).isFalse();
    assertThat(isGap(event("press-1", gap.toBuilder().setStream("telemetry").build()))).isFalse();
    assertThat(isGap(event("press-2", gap))).isFalse();
  }

  private static boolean isGap(Event... gaps) {
    return new Journalled(List.of(), List.of(gaps)).isGap("press-1", FROM, TO);
  }

  private static Event gap(long fromMs, long toMs) {
    return event("press-1", Gap.newBuilder().setFrom(time(fromMs)).setTo(time(toMs)).build());
  }

  private static Event event(String source, Gap gap) {
    return Event.newBuilder().setOrigin(Origin.newBuilder().setSource(source)).setGap(gap).build();
  }

  private static Timestamp time(long ms) {
    Instant at = FROM.plusMillis(ms);
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
