package io.millrace.base.id;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private final Ids ids = Ids.of(Clock.system(), new Random(1));

  @Test
  void idsAreVersionSevenAndSortAsGiven() {
    List<String> given = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      given.add(ids.uuid());
    }

    assertThat(given).isSorted().doesNotHaveDuplicates();
    assertThat(UUID.fromString(given.get(0)).version()).isEqualTo(7);
    assertThat(UUID.fromString(given.get(0)).variant()).isEqualTo(2);
  }

  @Test
  void tracesHave32Digits() {
    assertThat(ids.trace()).matches("[0-9a-f]{32}");
  }
}
