package io.millrace.edge.source.modbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.config.ConfigReader;
import io.millrace.edge.source.TagType;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void aSourceIsReadAsDocumented() {
    ModbusSourceSettings source =
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
            ModbusSourceSettings.class);

    assertThat(source.tags().keySet()).containsExactly("good", "big", "order", "door");
    assertThat(tag(source, "door").kind()).isEqualTo(TagType.BIT);
    assertThat(tag(source, "big").lowFirst()).isTrue();
    assertThat(tag(source, "order").need("order").length()).isEqualTo(8);
    assertThat(source.deadline()).hasSeconds(1);
    assertThat(source.gap()).isEqualTo(8);
  }

  @Test
  void aWrongTagSaysWhatWasGivenAndWhatWasExpected() {
    refused("{holding: 1}", "type: is missing for holding 1, expected for example uint16");
    refused("{type: uint16}", "has 0 addresses, expected exactly one of coil, discrete");
    refused("{holding: 1, input: 1, type: uint16}", "has 2 addresses");
    refused("{holding: 65535, type: uint32}", "holding: 65535 is not from 0 to 65534");
    refused("{holding: 1, type: text}", "length: is missing for text, expected 1 to 250 bytes");
    refused("{holding: 1, type: text, length: 251}", "length: 251 is not from 1 to 250");
    refused("{holding: 1, type: uint16, length: 2}", "length: stands beside uint16");
    refused("{coil: 1, type: uint16}", "type: uint16 does not fit coil, which holds bits only");
    refused("{holding: 1, type: bit}", "type: bit does not fit holding");
    refused("{holding: 1, type: int16, word_order: low_first}", "word_order: stands beside int16");
  }

  private static ModbusTag tag(ModbusSourceSettings source, String name) {
    return Objects.requireNonNull(source.tags().get(name));
  }

  private static void refused(String tag, String expected) {
    assertThatThrownBy(() -> ConfigReader.read("agent.yaml", tag, ModbusTag.class))
        .hasMessageContaining(expected);
  }
}
