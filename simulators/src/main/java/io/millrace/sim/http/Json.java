package io.millrace.sim.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.Map;

/** Records and maps to JSON and back. Any thread. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  /** One line of text. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(value.getClass() + " has no JSON", e);
    }
  }

  /** A tree; an empty text is an empty object. IllegalArgumentException when it is no JSON. */
  public static JsonNode tree(String text) {
    return read(text, JsonNode.class);
  }

  /**
   * A record; absent numbers are 0, an empty text is an empty object. IllegalArgumentException when
   * it is no JSON, has an unknown key or breaks the record's own rules.
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text.isBlank() ? "{}" : text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  /** 200 with that body. */
  public static HttpResponse ok(Object body) {
    return answer(HttpStatus.OK, body);
  }

  /** That status with that body. */
  public static HttpResponse answer(HttpStatus status, Object body) {
    return HttpResponse.of(status, MediaType.JSON, HttpData.ofUtf8(text(body)));
  }

  /** {@code {"error":{"code":…,"message":…}}}. */
  public static HttpResponse error(HttpStatus status, String code, String message) {
    return answer(status, Map.of("error", Map.of("code", code, "message", message)));
  }

  /** An error that says after how many seconds to come again (RFC 9110, section 10.2.3). */
  public static HttpResponse later(HttpStatus status, String code, long seconds) {
    ResponseHeaders headers =
        ResponseHeaders.builder(status)
            .contentType(MediaType.JSON)
            .set(HttpHeaderNames.RETRY_AFTER, Long.toString(seconds))
            .build();
    String message = "come again in " + seconds + " s";
    Object body = Map.of("error", Map.of("code", code, "message", message));
    return HttpResponse.of(headers, HttpData.ofUtf8(text(body)));
  }
}
