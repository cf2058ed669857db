package io.millrace.relay.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.base.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
  private static final Path FILE = Path.of("src/test/resources/targets/erp.yaml");

  @Test
  void theDescriptionOfTheErpIsRead() {
    Target target = ConfigReader.read(FILE, Target.class);

    assertThat(target.target()).isEqualTo("erp");
    assertThat(target.limits().inFlight()).isEqualTo(8);
    assertThat(target.limits().lookupLag()).isEqualTo(Duration.ofSeconds(1));
    assertThat(target.breaker().open()).isEqualTo(Duration.ofSeconds(2));
    Operation confirm = target.operation("confirm");
    assertThat(confirm.level()).isEqualTo(Level.L3);
    assertThat(confirm.poison()).isEqualTo(Poison.BLOCK);
    assertThat(confirm.errors()).hasSize(7);
    assertThat(confirm.errors().get(5).status()).isEqualTo(new StatusRange(400, 499));
    assertThat(target.auth()).isNotNull();
  }

  @Test
  void anOperationThatIsNotThereIsNamedWithTheNearest() {
    Target target = ConfigReader.read(FILE, Target.class);

    assertThat(catchThrowable(() -> target.operation("confrim")))
        .hasMessageContaining("no operation 'confrim', expected one of confirm, did you mean");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          level: L3                          | level: L7          | operations.confirm.level: 'L7' is not one of l1, l2, l3, l4
          poison: block                      | poison: park-kee   | 'park-kee' is not one of block, park, park-key, did you mean 'park-key'?
          {document}/reversal                | {documnt}/reversal | undo.path: '/confirmations/{documnt}/reversal' does not name {document}
          {document}/reversal                | x/reversal         | undo.path: '/confirmations/x/reversal' does not name {document}
          class: LOCKED                      | class: LOCKT       | 'LOCKT' is not one of
          class: LOCKED                      | class: LOCKT       | did you mean 'locked'?
          status: 400-499                    | status: 4xx        | '4xx' is not a status such as 429 or 400-499
          status: 400-499                    | status: 499-400    | status 499-400 is not within 300-599
          lookup: {                          | lokup: {           | unknown key 'lokup'
          reference={reference}              | reference=x        | lookup.path: '/confirmations?reference=x' does not name {reference}
          document: /number                  | document: number   | 'number' is not a JSON pointer such as /number
          reference: '{reference}'           | ref: 'x'           | confirm: request does not send {reference}
          lease: 15s                         | lease: 10s         | limits.lease: 10s is not longer than timeout 10s
          in_flight: 8                       | in_flight: 0       | limits.in_flight: 0 is not within 1 and 256
          failures: 5                        | failures: 50       | breaker.failures: 50 is not within 1 and window 10
          http://127.0.0.1:8090              | erp.example        | base_url: 'erp.example' is not an address such as
          file:secret                        | hunter2            | a secret is given as env:NAME or file:path
          method: POST                       | method: GET        | confirm: request.method 'GET' is for kind: lookup only
          target: erp                        | target: My Erp     | target: 'My Erp' is not a name of
          timeout: 10s                       | timeout: soon      | 'soon' is not a duration such as
          rate: 200/s                        | rate: fast         | 'fast' is not a rate such as
          '{good}'                           | '{Good}'           | request.body: placeholder '{Good}' is not a name of
          level: L3                          | level: L1          | -
          """)
  void aWrongLineIsNamedWithWhatWasExpected(String right, String wrong, String complaint)
      throws IOException {
    String yaml = Files.readString(FILE);
    assertThat(yaml).contains(right);

    Throwable thrown =
        catchThrowable(
            () -> ConfigReader.read("erp.yaml", yaml.replace(right, wrong), Target.class));

    if (complaint.equals("-")) {
      assertThat(thrown).isNull();
    } else {
      assertThat(thrown)
          .hasMessageStartingWith("CONFIG_INVALID: erp.yaml:")
          .hasMessageContaining(complaint)
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void aLevelWithoutItsMeansIsRefused() throws IOException {
    String yaml = Files.readString(FILE);
    String noLookup = yaml.replaceAll("(?m)^    lookup:.*\n", "");
    String noKey =
        yaml.replaceAll("(?m)^    request_key_header:.*\n", "").replace("level: L3", "level: L1");

    assertThat(catchThrowable(() -> ConfigReader.read("erp.yaml", noLookup, Target.class)))
        .hasMessageContaining("operations: confirm: level L3 needs lookup");
    assertThat(catchThrowable(() -> ConfigReader.read("erp.yaml", noKey, Target.class)))
        .hasMessageContaining("operations: confirm: level L1 needs request_key_header");
  }
}
