package io.millrace.relay.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text or JSON with {@code {field}} where a value goes. Pure. */
public final class Template {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

  private Template() {}

  /** Names of all fields in it. */
  static Set<String> fields(String text) {
    Set<String> found = new TreeSet<>();
    PLACEHOLDER.matcher(text).results().forEach(result -> found.add(result.group(1)));
    return found;
  }

  /** Names of all fields in its texts. */
  static Set<String> fields(JsonNode body) {
    Set<String> found = new TreeSet<>();
    if (body.isTextual()) {
      found.addAll(fields(body.textValue()));
    }
    body.forEach(child -> found.addAll(fields(child)));
    return found;
  }

  /** With each value escaped so that it cannot end its path segment or query parameter. */
  public static String path(String text, Map<String, String> values) {
    return fill(text, values, Template::escaped);
  }

  /** A copy with values in its texts; JSON's own escapes come with the writing. */
  public static JsonNode body(JsonNode template, Map<String, String> values) {
    if (template.isTextual()) {
      return JsonNodeFactory.instance.textNode(
          fill(template.textValue(), values, UnaryOperator.identity()));
    }
    if (template.isObject()) {
      ObjectNode filled = JsonNodeFactory.instance.objectNode();
      template
          .properties()
          .forEach(entry -> filled.set(entry.getKey(), body(entry.getValue(), values)));
      return filled;
    }
    if (template.isArray()) {
      ArrayNode filled = JsonNodeFactory.instance.arrayNode();
      template.forEach(child -> filled.add(body(child, values)));
      return filled;
    }
    return template;
  }

  private static String fill(
      String text, Map<String, String> values, UnaryOperator<String> escape) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    return matcher.replaceAll(
        result -> Matcher.quoteReplacement(escape.apply(values.getOrDefault(result.group(1), ""))));
  }

  /** All but unreserved characters as percent escapes (RFC 3986, section 2.3). */
  private static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
