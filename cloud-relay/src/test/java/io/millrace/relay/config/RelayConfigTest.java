package io.millrace.relay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.base.error.MillraceException;
import io.millrace.relay.flow.language.WindowRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayConfigTest {
  private static final String RELAY =
      """
      agents: {port: 7443}
      api: {port: 7444}
      """;
  private static final String TARGET =
      """
      target: erp
      base_url: http://127.0.0.1:8090
      operations:
        confirm:
          level: L4
          request: {method: POST, path: '/confirmations'}
      """;
  private static final String FLOW =
      """
      flow: confirm-production
      version: 1
      on: ProductionCount
      effect: production-confirmation
      target: erp
      operation: confirm
      window: {every: 5s, pieces: 50}
      """;

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("targets"));
    Files.createDirectories(folder.resolve("flows"));
    put("relay.yaml", RELAY);
    put("targets/erp.yaml", TARGET);
    put("flows/confirm.yaml", FLOW);
  }

  @Test
  void whatTheFilesSayIsReadAndTheRestHasDefaults() {
    RelayConfig config = RelayConfig.read(folder.resolve("relay.yaml"));

    assertThat(config.agents()).isEqualTo(new RelayConfig.Address("127.0.0.1", 7443));
    assertThat(config.data()).isEqualTo(folder.resolve("data"));
    assertThat(config.names()).containsExactly("localhost");
    assertThat(config.zone().getId()).isEqualTo("UTC");
    assertThat(config.flows()).hasSize(1);
    assertThat(config.flows().get(0).window()).isEqualTo(new WindowRule(Duration.ofSeconds(5), 50));
    assertThat(config.targets()).hasSize(1);
  }

  @Test
  void anUnknownKeyNamesTheNearestRightOne() {
    put("relay.yaml", RELAY + "tragets: here\n");

    refused("relay.yaml:3:1", "tragets", "did you mean 'targets'?");
  }

  @Test
  void aPortThatCannotBeNamesItsPlace() {
    put("relay.yaml", "agents: {port: 70000}\napi: {port: 1}\n");

    refused("relay.yaml:1:", "port", "70000", "65535");
  }

  @Test
  void thePageIsForThisComputerOnly() {
    put("relay.yaml", RELAY + "page: {host: 127.0.0.1, port: 7445}\n");
    assertThat(RelayConfig.read(folder.resolve("relay.yaml")).page())
        .hasValue(new RelayConfig.Address("127.0.0.1", 7445));

    for (String host :
        List.of("0.0.0.0", "192.168.0.10", "relay.example", "127.0.0.1.evil", "::")) {
      put("relay.yaml", RELAY + "page: {host: '%s', port: 7445}\n".formatted(host));
      refused("relay.yaml:3:", "page", host, "is not this computer");
    }
  }

  @Test
  void aMissingFolderIsNamed() {
    put("relay.yaml", RELAY + "flows: flow\n");

    refused("flow: is not a folder");
  }

  @Test
  void aZoneThatIsNoneIsRefused() {
    put("relay.yaml", RELAY + "zone: Europe/Wien\n");

    refused("relay.yaml:3:1", "zone", "'Europe/Wien' is not a time zone");
  }

  @Test
  void aFlowWithAnUnknownTargetNamesTheNearestRightOne() {
    put("flows/confirm.yaml", FLOW.replace("target: erp", "target: epr"));

    refused("confirm.yaml:5:1", "target", "'epr' is no target", "did you mean 'erp'?");
  }

  @Test
  void aFlowWithAnUnknownOperationNamesTheNearestRightOne() {
    put("flows/confirm.yaml", FLOW.replace("operation: confirm", "operation: confrim"));

    refused("confirm.yaml:6:1", "operation", "'confrim'", "did you mean 'confirm'?");
  }

  @Test
  void twoFlowsMayNotDoTheSame() {
    put("flows/second.yaml", FLOW.replace("flow: confirm-production", "flow: second"));

    refused("second.yaml:4:1", "effect", "is done already by flow confirm-production");
  }

  @Test
  void twoFlowsMayNotHaveOneName() {
    put("flows/second.yaml", FLOW.replace("production-confirmation", "other"));

    refused("second.yaml:1:1", "'confirm-production' is taken already");
  }

  @Test
  void aWindowWithoutAUnitSaysWhatWasExpected() {
    put("flows/confirm.yaml", FLOW.replace("every: 5s", "every: 5"));

    refused("confirm.yaml:7:10", "window.every", "'5' is not a duration");
  }

  @Test
  void anEventThatFlowsDoNotTakeIsRefused() {
    put("flows/confirm.yaml", FLOW.replace("on: ProductionCount", "on: ProductionCounts"));

    refused("confirm.yaml:3:", "on", "did you mean 'ProductionCount'?");
  }

  @Test
  void aLatePolicyThatIsNoneNamesThoseThatAre() {
    put("flows/confirm.yaml", FLOW + "late: drop\n");

    refused("confirm.yaml:8:", "late", "'drop'", "post, case");
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> RelayConfig.read(folder.resolve("relay.yaml")))
        .isInstanceOf(MillraceException.class)
        .hasMessageStartingWith("CONFIG_INVALID")
        .hasMessageContainingAll(parts);
  }

  private void put(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
