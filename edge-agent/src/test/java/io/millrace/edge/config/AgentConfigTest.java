package io.millrace.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AgentConfigTest {
  private static final String RIGHT =
      """
      plant: acme/graz
      data: data
      relay:
        addresses: [localhost:7443]
        api: https://localhost:7444
      sources:
        - name: press-1
          modbus: {host: 127.0.0.1, port: 502, unit: 1}
          poll: 200ms
          tags:
            good:   {holding: 0, type: uint16}
            scrap:  {holding: 1, type: uint16}
            speed:  {holding: 4, type: float32}
            state:  {holding: 6, type: uint16}
            marker: {holding: 7, type: uint16}
            order:  {holding: 10, type: text, length: 16}
      counters:
        - id: press-1.good
          equipment: press-shop/line-1/press-1
          source: press-1
          tag: good
          kind: good
          max_rate: 60/s
          order_tag: order
          reset_marker: marker
      states:
        - equipment: press-shop/line-1/press-1
          source: press-1
          tag: state
          names: {0: STOPPED, 1: RUNNING}
      telemetry:
        - source: press-1
          tags: [speed]
      """;

  @TempDir Path folder;

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), yaml);
  }

  @Test
  void aRightFileIsRead() throws IOException {
    AgentConfig config = AgentConfig.read(write(RIGHT));

    assertThat(config.plant()).isEqualTo("acme/graz");
    assertThat(config.data()).isEqualTo(folder.resolve("data"));
  }

  @Test
  void anOrderMayBeAWholeNumber() throws IOException {
    AgentConfig config =
        AgentConfig.read(
            write(
                RIGHT.replace(
                    "{holding: 10, type: text, length: 16}", "{holding: 10, type: int32}")));

    assertThat(config.rules().counters()).hasSize(1);
  }

  @Test
  void anAbsentFileSaysHowToNameAnother() {
    assertThatThrownBy(() -> AgentConfig.read(folder.resolve("agent.yml")))
        .hasMessageEndingWith(
            "agent.yml: no such file: expected it there, or give another with --config FILE");
  }

  @Test
  void aDataFolderTooLongForItsSocketIsRefusedBeforeAnythingStarts() throws IOException {
    String name = "d".repeat(120);
    Path file = write(RIGHT.replace("data: data", "data: " + name));

    assertThatThrownBy(() -> AgentConfig.read(file))
        .hasMessageStartingWith("CONFIG_INVALID: " + file + ":2:1: data: socket path ")
        .hasMessageEndingWith("at most 107 fit: choose a shorter data folder");
  }

  /** What is written instead of what, and the message that a person then needs. */
  static Stream<Arguments> wrongFiles() {
    return Stream.of(
        wrong(
            "plant: acme/graz",
            "plant: acme",
            "1:1: plant: 'acme' has 1 names, expected 2: enterprise/site, for example acme/graz"),
        wrong(
            "plant: acme/graz",
            "plant: acme/gräz",
            "1:1: plant: 'gräz' is not a name: expected letters, digits, '.', '_' and '-', at most"
                + " 64, beginning with a letter or digit"),
        wrong(
            "data: data",
            "dta: data",
            "2:1: dta: unknown key 'dta', expected one of counters, data, downtimes, journal,"
                + " measures, plant, relay, sources, states, telemetry, did you mean 'data'?"),
        wrong(
            "[localhost:7443]",
            "[localhost]",
            "4:3: relay.addresses: 'localhost' is not host:port, for example relay.example:7443"),
        wrong(
            "https://localhost",
            "http://localhost",
            "5:3: relay.api: 'http://localhost:7444' is not over TLS: expected https://host:port"),
        wrong(
            "poll: 200ms",
            "poll: 200",
            "9:5: sources[0].poll: '200' is not a duration such as 200ms, 5s, 15m, 24h or 7d"),
        wrong("poll: 200ms", "poll: 1ms", "9:5: sources[0].poll: 1ms is not from 10ms to 1d"),
        wrong(
            "port: 502",
            "port: 70000",
            "8:31: sources[0].modbus.port: 70000 is not from 1 to 65535"),
        wrong(
            "unit: 1}",
            "slave: 1}",
            "8:42: sources[0].modbus.slave: unknown key 'slave', expected one of host, port, unit"),
        wrong(
            "holding: 0, type: uint16",
            "holding: 0, type: unit16",
            "11:28: sources[0].tags.good.type: 'unit16' is not one of bit, int16, uint16, int32,"
                + " uint32, int64, uint64, float32, float64, text, did you mean 'uint16'?"),
        wrong(
            "holding: 0, type: uint16",
            "holding: 0",
            "11:7: sources[0].tags.good.type: is missing for holding 0, expected for example"
                + " uint16"),
        wrong(
            "holding: 0, type",
            "holding: 40001, input: 3, type",
            "11:7: sources[0].tags.good: has 2 addresses, expected exactly one of coil, discrete,"
                + " holding, input"),
        wrong(
            "holding: 4, type",
            "holding: 65535, type",
            "13:16: sources[0].tags.speed.holding: 65535 is not from 0 to 65534"),
        wrong(
            "type: text, length: 16",
            "type: text",
            "16:7: sources[0].tags.order.length: is missing for text, expected 1 to 250 bytes"),
        wrong(
            "holding: 1, type: uint16",
            "coil: 1, type: uint16",
            "12:25: sources[0].tags.scrap.type: uint16 does not fit coil, which holds bits"
                + " only"),
        wrong(
            "    source: press-1\n    tag: good",
            "    source: pres-1\n    tag: good",
            "20:5: counters[0].source: 'pres-1' is no source, expected one of press-1, did you mean"
                + " 'press-1'?"),
        wrong(
            "tag: good\n",
            "tag: goods\n",
            "21:5: counters[0].tag: 'goods' is no tag of source 'press-1', expected one of good,"
                + " scrap, speed, state, marker, order, did you mean 'good'?"),
        wrong(
            "tag: good\n",
            "tag: speed\n",
            "21:5: counters[0].tag: 'speed' is of type float32, expected a whole-number type to"
                + " count"),
        wrong(
            "kind: good",
            "kind: bad",
            "22:5: counters[0].kind: 'bad' is not one of good, scrap, rework, total"),
        wrong("    max_rate: 60/s\n", "", "18:5: counters[0].max_rate: is missing"),
        wrong(
            "max_rate: 60/s",
            "max_rate: 60",
            "23:5: counters[0].max_rate: expected a rate such as 60/s, 600/m or 10/h, found '60'"),
        wrong(
            "max_rate: 60/s",
            "max_rate: 400000/s",
            "23:5: counters[0].max_rate: allows 80000 pieces in one poll of 200ms, as many as the"
                + " modulus 65536: every count would be uncertain; poll faster or lower max_rate"),
        wrong(
            "max_rate: 60/s\n",
            "max_rate: 60/s\n    modulus: 100000\n",
            "24:5: counters[0].modulus: 100000 is more than uint16 holds, expected at most 65536"),
        wrong(
            "order_tag: order",
            "order_tag: speed",
            "24:5: counters[0].order_tag: 'speed' is of type float32, expected text or a"
                + " whole-number type"),
        wrong(
            "reset_marker: marker",
            "reset_marker: markers",
            "25:5: counters[0].reset_marker: 'markers' is no tag of source 'press-1', expected one"
                + " of good, scrap, speed, state, marker, order, did you mean 'marker'?"),
        wrong(
            "equipment: press-shop/line-1/press-1\n    source: press-1\n    tag: good",
            "equipment: acme/graz/press-1\n    source: press-1\n    tag: good",
            "19:5: counters[0].equipment: 'acme/graz/press-1' repeats the plant, expected"
                + " the path below the plant, for example press-shop/line-1/press-1"),
        wrong(
            "states:\n  - equipment: press-shop/line-1/press-1",
            "states:\n  - equipment: line 1/press-1",
            "27:5: states[0].equipment: 'line 1/press-1' is not a path below the plant such as"
                + " area/line/unit"),
        wrong(
            "states:",
            "  - {id: press-1.good, equipment: a/b/c, source: press-1, tag: scrap, kind: scrap,"
                + " max_rate: 1/s}\nstates:",
            "26:6: counters[1].id: 'press-1.good' stands in line 18 already, expected another"
                + " name"),
        wrong(
            "states:",
            "  - {id: other, equipment: a/b/c, source: press-1, tag: good, kind: good, max_rate:"
                + " 1/s}\nstates:",
            "26:52: counters[1].tag: 'good' of source 'press-1' is counted by 'press-1.good'"
                + " already: it would be counted twice"),
        wrong(
            "counters:",
            "  - {name: press-1, modbus: {host: h}, poll: 1s, tags: {a: {coil: 1}}}\ncounters:",
            "17:6: sources[1].name: 'press-1' stands in line 7 already, expected another name"),
        wrong(
            "kind: good",
            "kind: good\n    on_order_change: nxt",
            "23:5: counters[0].on_order_change: 'nxt' is not one of previous, next, did you mean"
                + " 'next'?"),
        wrong(
            "tags: [speed]",
            "tags: [sped]",
            "33:12: telemetry[0].tags[0]: 'sped' is no tag of source 'press-1', expected one of"
                + " good, scrap, speed, state, marker, order, did you mean 'speed'?"),
        wrong(
            "tags: [speed]",
            "heartbeat: 1m",
            "32:5: telemetry[0]: names no tags, expected a list of tags or 'all: true'"),
        wrong(
            "data: data",
            "data: data\njournal: {events_quota: 1MiB}",
            "3:11: journal.events_quota: 1MiB is not at least 160MiB, which hold 8 segments"),
        wrong("names: {0: STOPPED, 1: RUNNING}", "names:", "30:5: states[0].names: has no value"),
        wrong("data: data", "data: data\nplant: acme/linz", "3:6: duplicate key 'plant'"));
  }

  private static Arguments wrong(String part, String instead, String message) {
    return Arguments.of(part, instead, message);
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void aWrongFileIsRefusedWithThePlaceAndWhatWasExpected(
      String part, String instead, String message) throws IOException {
    assertThat(RIGHT).contains(part);
    Path file = write(RIGHT.replaceFirst(java.util.regex.Pattern.quote(part), instead));

    assertThatThrownBy(() -> AgentConfig.read(file))
        .hasMessage("CONFIG_INVALID: " + file + ":" + message);
    assertThat(folder.resolve("data")).doesNotExist();
  }
}
