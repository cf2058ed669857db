package io.millrace.relay.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.relay.connector.Said;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaidTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"error":{"code":"C","message":"bad unit"}}   | status 400: bad unit
          {"error":{"message":{"value":"bad unit"}}}    | status 400: bad unit
          {"title":"Bad","detail":"order is closed"}    | status 400: order is closed
          {"error":"x","error_description":"no client"} | status 400: no client
          {"message":"order is closed"}                 | status 400: order is closed
          {"error":"order is closed"}                   | status 400: order is closed
          {"fault":[{"text":"order is closed"}]}        | status 400: {"fault":[{"text":"order is closed"}]}
          order is closed                               | status 400: order is closed
          """)
  void theTargetsOwnWordsAreFoundWhereverTheyStand(String body, String told) {
    assertThat(answer(body).text()).isEqualTo(told);
  }

  @Test
  void controlCharactersAreShownAndNeverSent() {
    assertThat(answer("{\"message\":\"a\\u001b[2Jb\\u009bc\\n\\td\"}").text())
        .isEqualTo("status 400: a\\u001b[2Jb\\u009bc d");
  }

  @Test
  void longWordsAreShortened() {
    String text = answer("x".repeat(5_000)).text();

    assertThat(text).hasSize(500).endsWith("…");
    assertThat(Said.cut("short", 5)).isEqualTo("short");
  }

  @Test
  void silenceIsSaid() {
    assertThat(answer("").text()).isEqualTo("status 400, no word");
  }

  private static Answer answer(String body) {
    return new Answer(400, json(body), body, "");
  }

  private static JsonNode json(String body) {
    try {
      return Answer.JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
