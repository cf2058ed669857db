package io.millrace.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  record Line(
      String name,
      Duration poll,
      @JsonProperty(required = false) @Nullable Rate maxRate,
      int count,
      boolean flag) {
    Line {
      if (count < 0) {
        throw new IllegalArgumentException("count: " + count + " is below 0");
      }
    }
  }

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

  record Spot(@Nullable Integer holding, @Nullable Integer input) {
    Spot {
      if ((holding == null) == (input == null)) {
        throw new IllegalArgumentException("expected one of holding, input");
      }
    }
  }

  record Device(@JsonProperty(required = true) String host, @Nullable Integer port, Spot spot) {}

  @Test
  void aMisspeltKeyIsNamedBeforeWhatItsRecordMissesForIt() {
    assertThatThrownBy(
            () -> ConfigReader.read("d.yaml", "host: a\nspot: {holdng: 0}\n", Device.class))
        .hasMessageContaining("d.yaml:2:8: spot.holdng: unknown key 'holdng'")
        .hasMessageContaining("did you mean 'holding'?");
  }

  @Test
  void aKeyThatIsRightIsNotTakenForTheMissingOne() {
    assertThatThrownBy(() -> ConfigReader.read("d.yaml", "port: 502\n", Device.class))
        .hasMessageEndingWith("host: is missing");
    assertThatThrownBy(() -> ConfigReader.read("d.yaml", "hst: a\n", Device.class))
        .hasMessageContaining("host: is missing, is 'hst' meant to be it?");
  }

  @Test
  void readsDurationsAndRates() {
    Plant plant =
        ConfigReader.read(
            "plant.yaml",
            "plant: acme/graz\nlines:\n  - {name: a, poll: 200ms, max_rate: 60/s}\n",
            Plant.class);

    assertThat(plant.lines().get(0))
        .isEqualTo(
            new Line("a", Duration.ofMillis(200), new Rate(60, Duration.ofSeconds(1)), 0, false));
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      value = {
        "lines: {name: x} ~ p.yaml:2:1: lines: expected a list, found keys with values",
        "lines: x ~ p.yaml:2:1: lines: expected a list, found 'x'",
        "lines: [x] ~ p.yaml:2:9: lines[0]: expected keys with values, found 'x'",
        "lines: [{poll: 5}] ~ p.yaml:2:10: lines[0].poll: '5' is not a duration such as 200ms, 5s,"
            + " 15m, 24h or 7d",
        "lines: [{max_rate: 60}] ~ p.yaml:2:10: lines[0].max_rate: expected a rate such as 60/s,"
            + " 600/m or 10/h, found '60'",
        "lines: [{name: x, count: many}] ~ p.yaml:2:19: lines[0].count: expected a whole number,"
            + " found 'many'",
        "lines: [{count: 1.5}] ~ p.yaml:2:10: lines[0].count: '1.5' is not a whole number",
        "lines: [{count: 99999999999}] ~ p.yaml:2:10: lines[0].count: '99999999999' is out of"
            + " range",
        "lines: [{count: -1}] ~ p.yaml:2:10: lines[0].count: -1 is below 0",
        "lines: [{flag: maybe}] ~ p.yaml:2:10: lines[0].flag: expected true or false, found"
            + " 'maybe'",
        "lines: [{name: x, name: y}] ~ p.yaml:2:23: duplicate key 'name'",
        "lines: [ ~ p.yaml:2:9: is no YAML: while parsing a flow node, expected the node content,"
            + " but found '<stream end>'",
        "other: x ~ p.yaml:2:1: other: unknown key 'other', expected one of lines, plant",
      })
  void theMessageIsWhatAPersonNeeds(String line, String message) {
    assertThatThrownBy(() -> ConfigReader.read("p.yaml", "plant: a/b\n" + line, Plant.class))
        .hasMessage("CONFIG_INVALID: " + message);
  }

  @Test
  void aKeyWithoutItsValueAndAnEmptyFileAreNamed() {
    assertThat(complaint("plant:\nlines: []\n")).endsWith("plant.yaml:1:1: plant: has no value");
    assertThat(complaint("lines: []\n")).endsWith("plant.yaml:1:1: plant: is missing");
    assertThat(complaint("lines: []\nplnt: a/b\n"))
        .endsWith("plant: is missing, is 'plnt' meant to be it?");
    assertThat(complaint("# nothing\n")).endsWith(": is empty");
  }

  @Test
  void aComplaintAfterReadingNamesThePlace() {
    String yaml = "plant: a/b\nlines:\n  - name: x\n    poll: 1s\n  - name: y\n";
    ConfigFile<Plant> file = ConfigReader.open("plant.yaml", yaml, Plant.class);

    assertThat(file.complaint(KeyPath.of("lines", 0, "poll"), "'1s' is below 2s"))
        .hasMessage("CONFIG_INVALID: plant.yaml:4:5: lines[0].poll: '1s' is below 2s");
    assertThat(file.complaint(KeyPath.of("lines", 1, "poll"), "is missing"))
        .hasMessage("CONFIG_INVALID: plant.yaml:5:5: lines[1].poll: is missing");
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
