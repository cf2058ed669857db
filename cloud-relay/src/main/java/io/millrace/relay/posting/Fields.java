package io.millrace.relay.posting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** The inputs of an operation as JSON text, sorted by name so that equal inputs are equal texts. */
public final class Fields {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private Fields() {}

  /** As one JSON object, names sorted. */
  public static String toJson(Map<String, String> fields) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("fields that are no texts", e);
    }
  }

  static Map<String, String> parse(String json) {
    try {
      return JSON.readValue(json, TEXTS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("fields of a posting are not what we wrote", e);
    }
  }
}
