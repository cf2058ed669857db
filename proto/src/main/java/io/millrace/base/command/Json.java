package io.millrace.base.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.List;

/**
 * Messages as JSON on one line: keys as in the contract, all fields present, numbers as numbers.
 */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /** One line without its end. */
  public static String line(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot fail to be written", e);
    }
  }

  /** An empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** The message with all its fields. */
  public static ObjectNode of(Message message) {
    ObjectNode object = NODES.objectNode();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      object.set(field.getName(), field(message, field));
    }
    return object;
  }

  private static JsonNode field(Message message, FieldDescriptor field) {
    if (field.isMapField()) {
      ObjectNode map = NODES.objectNode();
      for (Object entry : (List<?>) message.getField(field)) {
        MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
        map.set(pair.getKey().toString(), value(pair.getValue()));
      }
      return map;
    }
    if (field.isRepeated()) {
      ArrayNode list = NODES.arrayNode();
      ((List<?>) message.getField(field)).forEach(each -> list.add(value(each)));
      return list;
    }
    return field.hasPresence() && !message.hasField(field)
        ? NODES.nullNode()
        : value(message.getField(field));
  }

  private static JsonNode value(Object value) {
    if (value instanceof Message message) {
      return of(message);
    }
    if (value instanceof EnumValueDescriptor name) {
      return NODES.textNode(name.getName());
    }
    return value instanceof String text ? NODES.textNode(text) : MAPPER.valueToTree(value);
  }
}
