package io.millrace.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.edge.derive.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Downtimes and measures in agent.yaml. */
class DerivedConfigTest {
  private static final String RIGHT =
      """
      plant: acme/graz
      sources:
        - name: press-1
          modbus: {host: 127.0.0.1, port: 502, unit: 1}
          poll: 200ms
          tags:
            good:   {holding: 0, type: uint16}
            state:  {holding: 6, type: uint16}
            order:  {holding: 10, type: text, length: 16}
            reason: {holding: 18, type: uint16}
            weight: {holding: 24, type: uint32}
      counters:
        - id: press-1.good
          equipment: press-shop/line-1/press-1
          source: press-1
          tag: good
          kind: good
          max_rate: 60/s
          order_tag: order
      states:
        - equipment: press-shop/line-1/press-1
          source: press-1
          tag: state
          names: {0: STOPPED, 1: RUNNING}
      downtimes:
        - equipment: press-shop/line-1/press-1
          source: press-1
          tag: state
          stopped: [0, 3]
          threshold: 30s
          reason_tag: reason
          reasons: {1: JAM, 2: NO_MATERIAL}
          order_tag: order
      measures:
        - characteristic: fill-weight
          equipment: press-shop/line-1/press-1
          source: press-1
          tag: weight
          unit: g
          scale: 0.01
          digits: 2
          lower: 98.5
          upper: 101.5
          sample: {every: 10, counter: press-1.good}
          order_tag: order
        - characteristic: temperature
          equipment: press-shop/line-1/press-1
          source: press-1
          tag: weight
          unit: Cel
          upper: 80
          sample: {every: 5s}
        - characteristic: pressure
          equipment: press-shop/line-1/press-1
          source: press-1
          tag: weight
          unit: kg/m/s2
          lower: 0
          sample: {on: change}
      """;

  @TempDir private Path folder;

  @Test
  void aRightFileIsReadAndItsTagsAreReadTogether() throws IOException {
    Rules rules = AgentConfig.read(write(RIGHT)).rules();

    assertThat(rules.downtimes()).hasSize(1);
    assertThat(rules.downtimes().get(0).names())
        .as("those of its state")
        .isEqualTo(Map.of(0L, "STOPPED", 1L, "RUNNING"));
    assertThat(rules.measures()).hasSize(3);
    assertThat(rules.together("press-1"))
        .anySatisfy(tags -> assertThat(tags).containsExactly("state", "reason", "order"))
        .anySatisfy(tags -> assertThat(tags).containsExactly("weight", "order", "good"));
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void aWrongFileNamesPlaceKeyAndWhatWasExpected(String part, String instead, String message)
      throws IOException {
    assertThat(RIGHT).contains(part);
    Path file = write(RIGHT.replace(part, instead));

    assertThatThrownBy(() -> AgentConfig.read(file))
        .hasMessage("CONFIG_INVALID: " + file + ":" + message);
  }

  static Stream<Arguments> wrongFiles() {
    return Stream.of(
        wrong(
            "reason_tag: reason",
            "reason_tag: reasn",
            "31:5: downtimes[0].reason_tag: 'reasn' is no tag of source 'press-1', expected one of"
                + " good, state, order, reason, weight, did you mean 'reason'?"),
        wrong(
            "    reason_tag: reason\n",
            "",
            "31:5: downtimes[0].reasons: says nothing without a reason_tag, expected one beside"
                + " it"),
        wrong(
            "stopped: [0, 3]",
            "stopped: []",
            "29:5: downtimes[0].stopped: has 0 values, expected 1 to 64 such as [0, 3]"),
        wrong(
            "threshold: 30s",
            "threshold: 30",
            "30:5: downtimes[0].threshold: '30' is not a duration such as 200ms, 5s, 15m, 24h or"
                + " 7d"),
        wrong(
            "tag: state\n    stopped",
            "tag: good\n    stopped",
            "28:5: downtimes[0].tag: 'good' of source 'press-1', but the state of this machine is"
                + " read from 'state' of source 'press-1', expected the same"),
        wrong(
            "tag: weight\n    unit: g",
            "tag: order\n    unit: g",
            "38:5: measures[0].tag: 'order' is of type text, expected a number type to measure"),
        wrong(
            "unit: g\n",
            "unit: KG\n",
            "39:5: measures[0].unit: 'KG' is no UCUM unit, expected for example g, kg, mm, s, min,"
                + " Cel, bar, %, L, N, {piece}, did you mean 'kg'?"),
        wrong("lower: 98.5", "lower: 102.5", "42:5: measures[0].lower: 102.5 is above upper 101.5"),
        wrong(
            "    lower: 0\n",
            "",
            "53:5: measures[2].lower: is missing and upper too, expected at least one"),
        wrong(
            "counter: press-1.good",
            "counter: press-1.god",
            "44:25: measures[0].sample.counter: 'press-1.god' is no counter, expected one of"
                + " press-1.good, did you mean 'press-1.good'?"),
        wrong(
            "{every: 10, counter: press-1.good}",
            "{every: 10}",
            "44:14: measures[0].sample.every: 10 is a number of pieces, expected a counter beside"
                + " it or a time such as 10s"),
        wrong(
            "{every: 5s}",
            "{every: often}",
            "52:14: measures[1].sample.every: 'often' is neither a number of pieces nor a time"
                + " such as 5s"),
        wrong(
            "{on: change}",
            "{on: chance}",
            "59:14: measures[2].sample.on: 'chance' is not 'change'"),
        wrong(
            "characteristic: temperature",
            "characteristic: fill-weight",
            "46:5: measures[1].characteristic: 'fill-weight' of this machine stands in line 35"
                + " already, expected another name"),
        wrong(
            "digits: 2",
            "digit: 2",
            "41:5: measures[0].digit: unknown key 'digit', expected one of characteristic, digits,"
                + " equipment, lower, order_tag, sample, scale, source, tag, unit, upper, did you"
                + " mean 'digits'?"));
  }

  private static Arguments wrong(String part, String instead, String message) {
    return Arguments.of(part, instead, message);
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), yaml);
  }
}
