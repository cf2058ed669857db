package io.millrace.relay.inbound;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.millrace.base.id.Ids;
import io.millrace.base.id.Sha256;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import io.millrace.v1.Origin;
import io.millrace.v1.Quality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the event of a message, whose id is the same whenever the message comes. Pure, but for the
 * trace ids that it is given; one thread at a time.
 */
final class Mapping {
  /** Characters of one value. */
  static final int VALUE_CHARACTERS_MAX = 512;

  /** Nothing may stand behind the message, and every number keeps its digits. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final String SYSTEM = "system";
  private static final String EXPECTED =
      "a text, a number, true or false of at most %d characters".formatted(VALUE_CHARACTERS_MAX);
  private static final long VERSION_BITS = 0xf000L;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT_BITS = 0xc000_0000_0000_0000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private final InboundFile file;
  private final FieldDescriptor body;
  private final Ids ids;

  Mapping(InboundFile file, Ids ids) {
    this.file = file;
    this.body = InboundFile.body(file.event());
    this.ids = ids;
  }

  /**
   * Its event; Unfit for what is no JSON object, where a pointer leads to what is no text, and
   * where one that is not optional leads to nothing.
   */
  Mapped map(String id, byte[] message, Instant occurredAt, Instant observedAt) {
    JsonNode root;
    try {
      root = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      return new Mapped.Unfit("the body is no JSON" + place(e.getLocation()));
    } catch (IOException e) {
      return new Mapped.Unfit("the body is no JSON: it is in no encoding of Unicode");
    }
    if (root == null || !root.isObject()) {
      return new Mapped.Unfit("the body is no JSON object, expected one with " + pointers());
    }
    String unfit = unfit(root);
    if (!unfit.isEmpty()) {
      return new Mapped.Unfit(unfit);
    }
    DynamicMessage.Builder content = DynamicMessage.newBuilder(body.getMessageType());
    Keys.Builder keys = Keys.newBuilder();
    boolean found = false;
    for (Map.Entry<String, String> each : file.map().entrySet()) {
      String text = text(root.at(each.getValue()));
      found |= !text.isEmpty();
      set(content, keys, each.getKey(), text);
    }
    FieldDescriptor system = body.getMessageType().findFieldByName(SYSTEM);
    if (system != null && !file.map().containsKey(SYSTEM)) {
      content.setField(system, file.webhook());
    }
    return found
        ? new Mapped.Made(event(eventId(id), content, keys, occurredAt, observedAt))
        : new Mapped.Unfit("nothing is there that is mapped, expected " + pointers());
  }

  private String pointers() {
    return "at least one of " + String.join(", ", new TreeSet<>(file.map().values()));
  }

  /** What is wrong in the message, or else missing, by the field's name; empty when it fits. */
  private String unfit(JsonNode root) {
    List<String> missing = new ArrayList<>();
    for (Map.Entry<String, String> each : new TreeMap<>(file.map()).entrySet()) {
      JsonNode value = root.at(each.getValue());
      String wrong = wrong(value);
      if (!wrong.isEmpty()) {
        return "%s is %s; expected %s for '%s'"
            .formatted(each.getValue(), wrong, EXPECTED, each.getKey());
      }
      if (text(value).isEmpty() && !file.optional().contains(each.getKey())) {
        missing.add("%s for '%s' is %s".formatted(each.getValue(), each.getKey(), lack(value)));
      }
    }
    return missing.isEmpty()
        ? ""
        : "%s; expected %s, or the field's name in optional of this webhook's file"
            .formatted(String.join(", ", missing), EXPECTED);
  }

  /** What stands there instead of a text; empty when it fits, or nothing is there. */
  private static String wrong(JsonNode value) {
    if (value.isContainerNode()) {
      return value.isArray() ? "a list" : "an object";
    }
    int characters = text(value).length();
    return characters > VALUE_CHARACTERS_MAX ? "%d characters long".formatted(characters) : "";
  }

  private static String lack(JsonNode value) {
    if (value.isMissingNode()) {
      return "missing";
    }
    return value.isNull() ? "null" : "an empty text";
  }

  private static String text(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? value.asText() : "";
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : ": line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private void set(DynamicMessage.Builder content, Keys.Builder keys, String name, String text) {
    FieldDescriptor field = body.getMessageType().findFieldByName(name);
    if (field != null) {
      content.setField(field, text);
    } else {
      keys.setField(Keys.getDescriptor().findFieldByName(name), text);
    }
  }

  /**
   * A UUIDv8 (RFC 9562, section 5.8) of webhook and message: a relay restored from a backup, to
   * which the sender repeats it, makes the same event, and so the same keys of postings.
   */
  private String eventId(String message) {
    byte[] hash = Sha256.of(file.webhook() + "\n" + message);
    ByteBuffer bytes = ByteBuffer.wrap(hash);
    long high = (bytes.getLong() & ~VERSION_BITS) | VERSION_8;
    long low = (bytes.getLong() & ~VARIANT_BITS) | VARIANT;
    return new UUID(high, low).toString();
  }

  private Event event(
      String id,
      DynamicMessage.Builder content,
      Keys.Builder keys,
      Instant occurredAt,
      Instant observedAt) {
    Event around =
        Event.newBuilder()
            .setId(id)
            .setOccurredAt(timestamp(occurredAt))
            .setObservedAt(timestamp(observedAt))
            .setEquipment(file.plant())
            .setCorrelation(ids.trace())
            .setKeys(keys)
            .setOrigin(
                Origin.newBuilder().setSource(file.webhook()).setQuality(Quality.QUALITY_GOOD))
            .build();
    DynamicMessage whole =
        DynamicMessage.newBuilder(Event.getDescriptor()).setField(body, content.build()).build();
    try {
      return around.toBuilder().mergeFrom(whole.toByteString()).build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a message that we wrote cannot be read", e);
    }
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()).build();
  }
}
