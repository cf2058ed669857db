package io.millrace.relay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a flow would do, and what is refused of the files that it is tried with. */
class FlowTestCommandIT {
  /** Nobody listens there. */
  private static final String TARGET =
      """
      target: erp
      base_url: http://127.0.0.1:1
      operations:
        confirm:
          level: L4
          request: {method: POST, path: '/production-orders/{order}/confirmations'}
      """;

  private static final String FLOW =
      """
      flow: confirm-production
      version: 1
      on: ProductionCount
      effect: production-confirmation
      target: erp
      operation: confirm
      window: {every: 5s, pieces: 10}
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.resolve("targets"));
    Files.createDirectories(folder.resolve("flows"));
    Files.writeString(folder.resolve("relay.yaml"), "agents: {port: 0}\napi: {port: 0}\n");
    Files.writeString(folder.resolve("targets/erp.yaml"), TARGET);
    Files.writeString(folder.resolve("flows/confirm.yaml"), FLOW);
  }

  @Test
  void aFlowTestPrintsThePostingsThatWouldBeMade() throws IOException {
    Path events = folder.resolve("events.json");
    Files.writeString(
        events,
        """
        {"id":"e-1","equipment":"acme/graz/shop/line-1/press-1","occurredAt":"2026-11-21T10:00:00Z","keys":{"order":"PO-1"},"productionCount":{"counter":"press-1.good","kind":"COUNT_KIND_GOOD","generation":"g","start":"GENERATION_START_BASELINE","from":"0","to":"0","factor":"1","unit":"{piece}"}}
        {"id":"e-2","equipment":"acme/graz/shop/line-1/press-1","occurredAt":"2026-11-21T10:00:01Z","keys":{"order":"PO-1"},"productionCount":{"counter":"press-1.good","kind":"COUNT_KIND_GOOD","generation":"g","from":"0","to":"7","factor":"1","unit":"{piece}"}}
        """);

    assertThat(execute("confirm-production", events.toString())).isZero();
    assertThat(out.toString())
        .contains("1 posting\n", "erp.confirm", "lane PO-1", "good = 7", "(invented)");
    assertThat(execute("confirm-production", events.toString(), "--json")).isZero();
    assertThat(out.toString()).contains("\"invented\":true", "\"good\":\"7\"");
    assertThat(execute("confrim", events.toString())).isEqualTo(2);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"erp.confrim": {"document": "C-7"}}  | answers.json:1:2: erp.confrim: 'erp.confrim' is no operation of flow confirm-production, expected one of erp.confirm, did you mean 'erp.confirm'?
          {"erp.confirm": {"documnt": "C-7"}}   | 'documnt' is no value of erp.confirm, expected one of document, did you mean 'document'?
          {"erp.confirm": "C-7"}                | answers.json:1:2: erp.confirm: expected keys with values, found 'C-7'
          {"erp.confirm": {"document": null}}   | erp.confirm.document: has no value
          {"erp.confirm": null}                 | erp.confirm: has no value
          {"erp.confirm": {}, "erp.confirm": {}}| duplicate key 'erp.confirm'
          {"erp.confirm":                       | answers.json:1:
          """)
  void anAnswerThatNobodyWouldReadIsRefused(String json, String complaint) throws IOException {
    Path events = Files.writeString(folder.resolve("events.json"), "");
    Path answers = Files.writeString(folder.resolve("answers.json"), json);

    assertThat(execute("confirm-production", events.toString(), "--answers", answers.toString()))
        .isEqualTo(78);
    assertThat(err.toString()).contains(complaint).doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n\t\"erp.confirm\": {\n\t\t\"document\": 7\n\t}\n}",
        "{\"erp.confirm\": {\"document\": \"a\\/b\\\\/\\\"\\u00e9\"}}",
        "{\"erp.confirm\": {\"document\": \"a\u007f\u0085\u009f\uffff\ud83d\ude00\"}}"
      })
  void anAnswerInJsonOfAnyShapeIsRead(String json) throws IOException {
    Path events = Files.writeString(folder.resolve("events.json"), "");
    Path answers = Files.writeString(folder.resolve("answers.json"), json);

    int exit = execute("confirm-production", events.toString(), "--answers", answers.toString());
    assertThat(exit).as(err.toString()).isZero();
  }

  @Test
  void anAnswerMaySayWhatTheOperationTakesFromIt() throws IOException {
    Files.writeString(
        folder.resolve("targets/erp.yaml"),
        TARGET.stripTrailing() + "\n    result: {number: /number}\n");
    Path events = Files.writeString(folder.resolve("events.json"), "");
    Path answers =
        Files.writeString(folder.resolve("answers.json"), "{\"erp.confirm\": {\"number\": \"7\"}}");

    int taken = execute("confirm-production", events.toString(), "--answers", answers.toString());
    assertThat(taken).as(err.toString()).isZero();

    Files.writeString(answers, "{\"erp.confirm\": {\"numbr\": \"7\"}}");
    assertThat(execute("confirm-production", events.toString(), "--answers", answers.toString()))
        .isEqualTo(78);
    assertThat(err.toString()).contains("expected one of document, number, did you mean 'number'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {}                                        | events.json:2: is no event: lacks id, occurredAt, equipment, a body
          {"id": "e", "equipment": "acme/graz/p"}   | events.json:2: is no event: lacks occurredAt, a body
          {"id": "e", "equpment": "acme/graz/p"}    | events.json:2: is no event: Cannot find field: equpment in message millrace.v1.Event, did you mean 'equipment'?
          {"id": "e", "productionCount": {"form": 1}} | in message millrace.v1.ProductionCount, did you mean 'from'?
          """)
  void anEventThatLacksWhatEveryEventHasIsRefused(String json, String complaint)
      throws IOException {
    Path events = Files.writeString(folder.resolve("events.json"), "\n" + json + "\n");

    assertThat(execute("confirm-production", events.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(complaint).doesNotContain("Exception");
    if (complaint.contains("lacks")) {
      assertThat(err.toString()).contains("an event needs id, occurredAt", "qualityResult");
    }
  }

  @Test
  void whatIsNotThereIsSaidByItsName() throws IOException {
    Path events = Files.writeString(folder.resolve("events.json"), "");

    assertThat(execute("confirm-prodution", events.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean 'confirm-production'?");
    assertThat(execute("confirm-production", folder.resolve("none.json").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("none.json: no such file").doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "downtime": {}                                      | no event of type ProductionCount in 1 event
          "productionCount": {"counter": "c", "kind": "COUNT_KIND_GOOD", "generation": "g", "start": "GENERATION_START_BASELINE", "factor": "1", "unit": "{piece}"} | 1 event of type ProductionCount, which count nothing
          """)
  void noPostingsHaveTheirReason(String body, String reason) throws IOException {
    Path events =
        Files.writeString(
            folder.resolve("events.json"),
            """
            {"id": "e-1", "equipment": "acme/graz/shop/line-1/press-1", "occurredAt": "2026-11-21T10:00:00Z", "keys": {"order": "PO-1"}, %s}
            """
                .formatted(body));

    assertThat(execute("confirm-production", events.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("0 postings", reason);
  }

  @Test
  void aConditionThatLetsNothingInIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("flows/confirm.yaml"), FLOW + "where: event.keys.order == 'PO-9'\n");
    Path events =
        Files.writeString(
            folder.resolve("events.json"),
            """
            {"id":"e-1","equipment":"acme/graz/shop/line-1/press-1","occurredAt":"2026-11-21T10:00:00Z","keys":{"order":"PO-9"},"productionCount":{"counter":"press-1.good","kind":"COUNT_KIND_GOOD","generation":"g","start":"GENERATION_START_BASELINE","from":"0","to":"0","factor":"1","unit":"{piece}"}}
            {"id":"e-2","equipment":"acme/graz/shop/line-1/press-1","occurredAt":"2026-11-21T10:00:01Z","keys":{"order":"PO-1"},"productionCount":{"counter":"press-1.good","kind":"COUNT_KIND_GOOD","generation":"g","from":"0","to":"7","factor":"1","unit":"{piece}"}}
            """);

    assertThat(execute("confirm-production", events.toString())).as(err.toString()).isZero();
    assertThat(out.toString())
        .as("the baseline got past it, and counts nothing")
        .contains("1 event of type ProductionCount, none gets past 'where: event.keys.order == ");
  }

  private int execute(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine line = RelayCommand.line(Clock.system());
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("flow", "test"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("relay.yaml").toString()));
    return line.execute(all.toArray(String[]::new));
  }
}
