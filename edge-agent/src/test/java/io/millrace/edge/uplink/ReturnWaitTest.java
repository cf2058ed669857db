package io.millrace.edge.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReturnWaitTest {
  private static final Duration MAX = Duration.ofSeconds(30);
  private final ReturnWait wait = new ReturnWait(Duration.ofMillis(250), MAX, new Random(4));

  @Test
  void aRelayThatWasThereAMomentAgoIsTriedAgainWithinFiveSeconds() {
    wait.lost(0);

    assertThat(longestOf(100, ReturnWait.RECENT.toNanos() - 1))
        .isBetween(Duration.ofSeconds(3), ReturnWait.SOON_MAX);
  }

  @Test
  void oneThatIsAwayForLongOrNeverWasThereIsTriedMoreSeldom() {
    assertThat(longestOf(100, 0)).isBetween(Duration.ofSeconds(15), MAX);
    wait.lost(0);

    assertThat(longestOf(100, ReturnWait.RECENT.toNanos())).isBetween(Duration.ofSeconds(15), MAX);
  }

  private Duration longestOf(int times, long nowNanos) {
    Duration longest = Duration.ZERO;
    for (int n = 0; n < times; n++) {
      Duration next = wait.next(nowNanos);
      longest = next.compareTo(longest) > 0 ? next : longest;
    }
    return longest;
  }
}
