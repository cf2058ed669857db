package io.millrace.edge.source.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.config.ConfigReader;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void aSourceIsReadAsDocumented() {
    SourceSettings source =
        ConfigReader.read(
            "agent.yaml",
            """
            name: press-1
            modbus: {host: 127.0.0.1, port: 502, unit: 1}
            poll: 200ms
            max_requests: 20/s
            tags:
              good: {holding: 0, type: uint16}
              big: {input: 2, type: uint32, word_order: low_first}
              order: {holding: 10, type: text, length: 16}
              door: {coil: 3}
            """,
            SourceSettings.class);

    assertThat(source.tags().keySet()).containsExactly("good", "big", "order", "door");
    assertThat(source.tags().get("door").kind()).isEqualTo(TagType.BIT);
    assertThat(source.tags().get("big").lowFirst()).isTrue();
    assertThat(source.tags().get("order").need("order").length()).isEqualTo(8);
    assertThat(source.deadline()).hasSeconds(1);
    assertThat(source.gap()).isEqualTo(8);
  }

  @Test
  void aWrongTagSaysWhatWasGivenAndWhatWasExpected() {
    refused("{holding: 1}", "type is missing for holding 1, expected for example uint16");
    refused("{type: uint16}", "0 addresses given, expected exactly one of coil, discrete");
    refused("{holding: 1, input: 1, type: uint16}", "2 addresses given");
    refused("{holding: 65535, type: uint32}", "address 65535 of 2 units is not within 0 and 65535");
    refused("{holding: 1, type: text}", "length null given for text, expected 1 to 250 bytes");
    refused("{holding: 1, type: text, length: 251}", "length 251 given for text");
    refused("{holding: 1, type: uint16, length: 2}", "length given for uint16");
    refused("{coil: 1, type: uint16}", "type uint16 given for coil, which holds bits only");
    refused("{holding: 1, type: bit}", "type bit given for holding");
    refused("{holding: 1, type: int16, word_order: low_first}", "word_order given for int16");
  }

  private static void refused(String tag, String expected) {
    assertThatThrownBy(() -> ConfigReader.read("agent.yaml", tag, TagSettings.class))
        .hasMessageContaining(expected);
  }
}
