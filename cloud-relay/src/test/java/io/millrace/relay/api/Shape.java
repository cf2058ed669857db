package io.millrace.relay.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** Holds an answer to its schema: all fields that it names and no others, of the types it says. */
final class Shape {
  private Shape() {}

  static void require(JsonNode document, JsonNode schema, JsonNode value, String where) {
    JsonNode rule =
        schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
    switch (rule.path("type").asText()) {
      case "object" -> object(document, rule, value, where);
      case "array" ->
          value.forEach(each -> require(document, rule.path("items"), each, where + "[]"));
      case "string" -> assertThat(value.isTextual()).as(where + " " + value).isTrue();
      case "integer" -> assertThat(value.isIntegralNumber()).as(where + " " + value).isTrue();
      case "boolean" -> assertThat(value.isBoolean()).as(where + " " + value).isTrue();
      default -> throw new AssertionError(where + ": no type in " + rule);
    }
  }

  private static void object(JsonNode document, JsonNode rule, JsonNode value, String where) {
    assertThat(value.isObject() || value.isNull()).as(where + " " + value).isTrue();
    if (rule.has("additionalProperties")) {
      value.forEach(each -> require(document, rule.path("additionalProperties"), each, where));
      return;
    }
    if (!rule.has("properties") || value.isNull()) {
      return;
    }
    Set<String> described = new TreeSet<>();
    rule.path("properties").fieldNames().forEachRemaining(described::add);
    value
        .properties()
        .forEach(
            field -> {
              assertThat(described).as(where).contains(field.getKey());
              require(
                  document,
                  rule.path("properties").path(field.getKey()),
                  field.getValue(),
                  where + "." + field.getKey());
            });
    described.stream()
        .filter(name -> !rule.path("properties").path(name).has("$ref"))
        .forEach(name -> assertThat(value.has(name)).as(where + " lacks " + name).isTrue());
  }
}
