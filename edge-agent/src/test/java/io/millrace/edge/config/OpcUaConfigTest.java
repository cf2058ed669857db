package io.millrace.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.edge.source.SourceSettings;
import io.millrace.edge.source.opcua.server.OpcUaSourceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OpcUaConfigTest {
  private static final String RIGHT =
      """
      plant: acme/graz
      sources:
        - name: press-3
          opcua: {endpoint: 'opc.tcp://127.0.0.1:4840/press', security: Basic256Sha256, user: operator, password: 'env:P'}
          publishing: 200ms
          tags:
            good: {node: 'ns=2;s=press-3.good', type: uint32}
            order: {node: 'ns=2;s=press-3.order', type: text}
        - name: press-1
          modbus: {host: 127.0.0.1}
          poll: 200ms
          tags:
            good: {holding: 0, type: uint16}
      counters:
        - {id: press-3.good, equipment: shop/line-1/press-3, source: press-3, tag: good, kind: good, max_rate: 60/s, order_tag: order}
        - {id: press-1.good, equipment: shop/line-1/press-1, source: press-1, tag: good, kind: good, max_rate: 60/s}
      """;

  @TempDir Path folder;

  @Test
  void sourcesOfBothKindsStandInOneList() throws IOException {
    AgentConfig config = AgentConfig.read(write(RIGHT));

    assertThat(config.sources().stream().map(SourceSettings::name))
        .containsExactly("press-3", "press-1");
    assertThat(config.sources().get(0)).isInstanceOf(OpcUaSourceSettings.class);
    assertThat(config.sources().get(0).poll()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.rules().counters().get(0).modulus()).isEqualTo(1L << 32);
    assertThat(config.folder()).isEqualTo(folder);
  }

  /** What is written instead of what, and the message that a person then needs. */
  static Stream<Arguments> wrongFiles() {
    return Stream.of(
        Arguments.of(
            "opc.tcp://127.0.0.1:4840/press",
            "http://127.0.0.1:4840",
            "4:13: sources[0].opcua.endpoint: 'http://127.0.0.1:4840' is not opc.tcp://host:port or"
                + " with a path, for example opc.tcp://192.168.0.5:4840"),
        Arguments.of(
            "security: Basic256Sha256",
            "security: Basic256Sha265",
            "4:57: sources[0].opcua.security: 'Basic256Sha265' is not one of none, basic256sha256,"
                + " aes128_sha256_rsaoaep, aes256_sha256_rsapss, did you mean 'basic256sha256'?"),
        Arguments.of(
            "security: Basic256Sha256",
            "mode: sign",
            "4:57: sources[0].opcua.mode: sign does not go with security None, expected none"),
        Arguments.of(
            ", password: 'env:P'",
            "",
            "4:83: sources[0].opcua.user: stands without a password, expected both or none"),
        Arguments.of(
            "password: 'env:P'",
            "password: guess",
            "4:99: sources[0].opcua.password: a secret is given as env:NAME or file:path, never as"
                + " itself"),
        Arguments.of(
            "ns=2;s=press-3.good",
            "press-3.good",
            "7:14: sources[0].tags.good.node: 'press-3.good' is no node id, expected for example"
                + " ns=2;s=Press.Good or ns=3;i=42"),
        Arguments.of(
            "'ns=2;s=press-3.order', type: text",
            "'ns=2;s=press-3.order'",
            "8:7: sources[0].tags.order.type: is missing for node ns=2;s=press-3.order, expected"
                + " for example uint32"),
        Arguments.of(
            "publishing: 200ms",
            "poll: 200ms",
            "5:5: sources[0].poll: is not for opcua sources, expected publishing and sampling"),
        Arguments.of(
            "publishing: 200ms",
            "publishing: 20s",
            "3:5: sources[0]: queue: 100 is not from 200, which one publishing interval needs, to"
                + " 10000"),
        Arguments.of(
            "publishing: 200ms",
            "modbus: {host: h}",
            "4:5: sources[0].opcua: stands beside modbus, expected one of the two"),
        Arguments.of(
            "{node: 'ns=2;s=press-3.good', type: uint32}",
            "{holding: 0, type: uint16}",
            "6:5: sources[0].tags: 'good' is holding 0 uint16, expected node of this kind of"
                + " source"),
        Arguments.of(
            "type: uint32",
            "type: float64",
            "15:73: counters[0].tag: 'good' is of type float64, expected a whole-number type to"
                + " count"));
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void aWrongFileIsRefusedWithThePlaceAndWhatWasExpected(
      String part, String instead, String message) throws IOException {
    assertThat(RIGHT).contains(part);
    String wrong = RIGHT.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(instead));
    Path file = write(wrong);

    assertThatThrownBy(() -> AgentConfig.read(file))
        .hasMessage("CONFIG_INVALID: " + file + ":" + message);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), text);
  }
}
