package io.millrace.edge.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.error.ErrorCode;
import io.millrace.edge.LogLines;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final LogLines log = new LogLines(Outage.class, "press-x");
  private final Outage outage = new Outage("press-x", "10.0.0.7:502");
  private long now = 77;

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void anOutageIsSaidOnceWithTheAddressAndTheErrorAndSoIsItsEnd() {
    assertThat(lost()).isTrue();
    pass(Duration.ofSeconds(15));
    assertThat(lost()).isFalse();
    outage.ends();
    outage.ends();

    assertThat(log.all()).hasSize(2);
    assertThat(log.all().get(0))
        .contains("WARN", "source does not answer", "10.0.0.7:502", "SOURCE_UNREACHABLE")
        .contains("error=\"connection refused\"", "repeated=\"0\"");
    assertThat(log.all().get(1)).contains("INFO", "source answers", "10.0.0.7:502");
  }

  @Test
  void anOutageRightAfterAnotherIsSaidToo() {
    brief();
    pass(Duration.ofSeconds(20));
    lost();

    assertThat(log.with("source does not answer")).hasSize(2);
  }

  @Test
  void manyInARowAreSaidOnceAMinuteAndCounted() {
    for (int i = 0; i < Outage.AT_ONCE_MAX + 5; i++) {
      brief();
      pass(Duration.ofSeconds(1));
    }
    assertThat(log.with("source does not answer")).hasSize(Outage.AT_ONCE_MAX);
    assertThat(log.with("source answers")).hasSize(Outage.AT_ONCE_MAX);

    pass(Duration.ofMinutes(1));
    brief();
    brief();

    assertThat(log.with("source does not answer")).hasSize(Outage.AT_ONCE_MAX + 1);
    assertThat(log.with("source does not answer").get(Outage.AT_ONCE_MAX))
        .contains("repeated=\"5\"");
  }

  @Test
  void aLongQuietTimeIsNotSavedUp() {
    brief();
    pass(Duration.ofMinutes(100));
    for (int i = 0; i < 60; i++) {
      brief();
      pass(Duration.ofSeconds(1));
    }

    assertThat(log.with("source does not answer")).hasSizeLessThanOrEqualTo(Outage.AT_ONCE_MAX + 2);
  }

  @Test
  void oneThatWasHeldBackIsSaidWhileItLasts() {
    for (int i = 0; i < Outage.AT_ONCE_MAX; i++) {
      brief();
    }
    lost();
    pass(Duration.ofSeconds(59));
    lost();
    assertThat(log.with("source does not answer")).hasSize(Outage.AT_ONCE_MAX);

    pass(Duration.ofSeconds(1));
    assertThat(lost()).isFalse();
    lost();
    outage.ends();

    assertThat(log.with("source does not answer")).hasSize(Outage.AT_ONCE_MAX + 1);
    assertThat(log.with("source answers")).hasSize(Outage.AT_ONCE_MAX + 1);
  }

  private void brief() {
    lost();
    outage.ends();
  }

  private boolean lost() {
    return outage.begins(ErrorCode.SOURCE_UNREACHABLE, "connection refused", now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
