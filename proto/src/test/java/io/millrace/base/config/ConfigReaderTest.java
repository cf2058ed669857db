package io.millrace.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
  record Line(String name, Duration poll, @JsonProperty(required = false) @Nullable Rate maxRate) {}

  record Plant(@JsonProperty(required = true) String plant, List<Line> lines) {
    Plant {
      if (plant.isBlank()) {
        throw new IllegalArgumentException("'" + plant + "' is not an ISA-95 path");
      }
    }
  }

  private static String complaint(String yaml) {
    Throwable thrown =
        org.assertj.core.api.Assertions.catchThrowable(
            () -> ConfigReader.read("plant.yaml", yaml, Plant.class));
    assertThat(thrown).isNotNull();
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void readsDurationsAndRates() {
    Plant plant =
        ConfigReader.read(
            "plant.yaml",
            "plant: acme/graz\nlines:\n  - {name: a, poll: 200ms, max_rate: 60/s}\n",
            Plant.class);

    assertThat(plant.lines().get(0))
        .isEqualTo(new Line("a", Duration.ofMillis(200), new Rate(60, Duration.ofSeconds(1))));
  }

  @Test
  void anUnknownKeyIsNamedWithItsLineAndTheNearestRightName() {
    assertThat(complaint("plant: a/b\nlines:\n  - name: x\n    pol: 1s\n"))
        .contains("plant.yaml:4", "lines[0].pol", "unknown key 'pol'", "did you mean 'poll'?");
  }

  @Test
  void aWrongValueIsNamedWithWhatWasExpected() {
    assertThat(complaint("plant: a/b\nlines:\n  - {name: x, poll: soon}\n"))
        .contains("plant.yaml:3", "lines[0].poll", "'soon'", "duration");
  }

  @Test
  void aDuplicateKeyFails() {
    assertThat(complaint("plant: a/b\nplant: c/d\nlines: []\n"))
        .contains("plant.yaml:2")
        .containsIgnoringCase("duplicate");
  }

  @Test
  void aMissingKeyFails() {
    assertThat(complaint("lines: []\n")).contains("plant.yaml:1", "plant");
  }

  @Test
  void aValueThatTheRecordRefusesIsNamed() {
    assertThat(complaint("plant: ' '\nlines: []\n")).contains("is not an ISA-95 path");
  }

  @Test
  void brokenYamlIsNamedWithItsLine() {
    assertThat(complaint("plant: a/b\nlines: [\n")).contains("plant.yaml:");
  }

  @Test
  void aSecretIsNeverWrittenInPlace() {
    assertThatThrownBy(() -> new Secret("hunter2"))
        .hasMessageContaining("env:NAME or file:path")
        .hasMessageNotContaining("hunter2");
  }
}
