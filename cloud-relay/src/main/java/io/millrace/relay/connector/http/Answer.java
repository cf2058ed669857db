package io.millrace.relay.connector.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.relay.connector.Said;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * One HTTP answer: status, JSON body (missing when it is none), the beginning of its text, and the
 * pause it asks for.
 */
public record Answer(int status, JsonNode body, String raw, String pause) {
  public static final ObjectMapper JSON = new ObjectMapper();

  /** Characters kept of what a target answered. */
  private static final int TEXT_CHARACTERS_MAX = 500;

  private static final Duration PAUSE_DEFAULT = Duration.ofSeconds(1);

  /** Longest pause that a target may ask for. */
  private static final Duration PAUSE_MAX = Duration.ofHours(1);

  static Answer of(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(),
        parse(response.body()),
        raw(response.body()),
        response.headers().firstValue("Retry-After").orElse(""));
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Text at the pointer; empty when nothing is there. */
  String at(String pointer) {
    return body.at(pointer).asText("");
  }

  /** What the target says went wrong. */
  public String text() {
    String said = Said.in(body, raw);
    return Said.cut(
        "status " + status + (said.isEmpty() ? ", no word" : ": " + said), TEXT_CHARACTERS_MAX);
  }

  /** Retry-After in seconds or as a date (RFC 9110, section 10.2.3), within sane bounds. */
  Duration retryAfter(Instant now) {
    Duration asked = asked(now);
    if (asked.isNegative()) {
      return PAUSE_DEFAULT;
    }
    return asked.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : asked;
  }

  private Duration asked(Instant now) {
    if (pause.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(pause));
    }
    if (pause.matches("\\d{1,9}\\.\\d{1,9}")) {
      return Duration.ofMillis((long) (Double.parseDouble(pause) * 1000));
    }
    try {
      return Duration.between(
          now, ZonedDateTime.parse(pause, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return PAUSE_DEFAULT;
    }
  }

  private static String raw(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, TEXT_CHARACTERS_MAX), UTF_8);
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      JsonNode read = JSON.readTree(bytes);
      return read == null ? MissingNode.getInstance() : read;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }
}
