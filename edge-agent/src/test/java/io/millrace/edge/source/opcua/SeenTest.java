package io.millrace.edge.source.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.opcua.server.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeenTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LONG_AGO = BEGIN.minusSeconds(3_600);

  private final Seen seen = new Seen(BEGIN);

  @Test
  void aTagIsKnownUpToItsOwnLastValueWhateverOthersShow() {
    add("good", 1, 1);
    add("scrap", 2, 2);

    assertThat(until("good")).isEqualTo(at(1));
    assertThat(until("scrap")).isEqualTo(at(2));
    assertThat(until("scrap", "good")).isEqualTo(at(1));
    assertThat(until("scrap", "never")).isEqualTo(BEGIN);
  }

  @Test
  void anOldValueThatCameLateIsOfItsOwnTime() {
    add("good", 1, 1);
    add("good", 2, 9);

    assertThat(until("good")).isEqualTo(at(2));
  }

  @Test
  void aSourceWhoseClockIsWrongIsPutToTheAgents() {
    for (Duration wrong : List.of(Duration.ofHours(2), Duration.ofHours(-2))) {
      Seen other = new Seen(BEGIN);
      other.add(sample("good", at(1).plus(wrong)), at(1));
      other.add(sample("good", at(2).plus(wrong)), at(9));

      assertThat(other.until(List.of("good"), LONG_AGO)).isEqualTo(at(2));
    }
  }

  @Test
  void whatIsKnownForAnotherReasonIsNotMissed() {
    add("good", 1, 1);

    assertThat(seen.until(List.of("good", "never"), at(5))).isEqualTo(at(5));
  }

  private void add(String tag, long seconds, long cameSeconds) {
    seen.add(sample(tag, at(seconds)), at(cameSeconds));
  }

  private Instant until(String... tags) {
    return seen.until(List.of(tags), LONG_AGO);
  }

  private static Sample sample(String tag, Instant at) {
    return new Sample(Reading.good(tag, new Value.Whole(1), 0), at, false);
  }

  private static Instant at(long seconds) {
    return BEGIN.plusSeconds(seconds);
  }
}
