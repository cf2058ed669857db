package io.millrace.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void onlyADemoInChaosSpeaksOfAttacks() {
    assertThat(wish(true).ending()).contains("attack", "order change");
    assertThat(wish(false).ending()).contains("order change").doesNotContain("attack");
  }

  private static Demo.Wish wish(boolean chaos) {
    return new Demo.Wish(chaos, Duration.ofSeconds(1), 1, null, false);
  }
}
