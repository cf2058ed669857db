package io.millrace.relay.inbound;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonPointer;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.millrace.base.config.ByteSize;
import io.millrace.base.config.Nearest;
import io.millrace.base.config.Secret;
import io.millrace.v1.Event;
import io.millrace.v1.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A webhook as its file describes it: where it arrives, how it is signed, and which JSON pointers
 * of its body become which fields of the event's body, or of its keys. A message that lacks one of
 * them is refused, unless the field is named as optional.
 */
public record InboundFile(
    @JsonProperty(required = true) String webhook,
    @JsonProperty(required = true) String path,
    @JsonProperty(required = true) Secret secret,
    Duration tolerance,
    ByteSize maxBody,
    @JsonProperty(required = true) String plant,
    @JsonProperty(required = true) String event,
    @JsonProperty(required = true) Map<String, String> map,
    List<String> optional) {
  /** Bytes of one message. */
  public static final int BODY_BYTES_MAX = 1 << 20;

  /** Longest that a message may be on its way, or clocks apart. */
  public static final Duration TOLERANCE_MAX = Duration.ofHours(1);

  /** Bodies from this field number on are told by business systems. */
  private static final int ENTERPRISE = 40;

  private static final long BODY_BYTES = 64 << 10;
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** Reveals the secret, below that folder, and forgets it. CONFIG_INVALID when it is no key. */
  public void requireKey(Path folder) {
    new Signature(webhook, secret.reveal(folder), tolerance);
  }

  /** IllegalArgumentException that blames the key. */
  public InboundFile {
    tolerance = tolerance == null ? TOLERANCE : tolerance;
    maxBody = maxBody == null ? new ByteSize(BODY_BYTES) : maxBody;
    map = Map.copyOf(map);
    optional = optional == null ? List.of() : optional.stream().map(String::valueOf).toList();
    require(
        webhook.matches("[a-z][a-z0-9-]{0,62}"),
        "webhook: '" + webhook + "' is not a name of a-z, 0-9 and -");
    require(
        path.matches("/hooks/[a-zA-Z0-9/_-]{1,100}"),
        "path: '" + path + "' is not below /hooks/, such as /hooks/qms");
    require(
        plant.matches("[^/\\s]+/[^/\\s]+"), "plant: '" + plant + "' is not of the form acme/graz");
    require(
        !tolerance.isZero() && tolerance.compareTo(TOLERANCE_MAX) <= 0,
        "tolerance: is not above zero and at most an hour");
    require(
        maxBody.bytes() > 0 && maxBody.bytes() <= BODY_BYTES_MAX,
        "max_body: is not within 1B and 1MiB");
    List<String> events = bodies();
    require(
        events.contains(event),
        "event: '%s' is not told by systems, expected one of %s%s"
            .formatted(event, String.join(", ", events), Nearest.suggestion(event, events)));
    map.forEach((field, pointer) -> requireField(event, field, pointer));
    TreeSet<String> mapped = new TreeSet<>(map.keySet());
    for (String field : optional) {
      require(
          mapped.contains(field),
          "optional: '%s' is not in map, expected one of %s%s"
              .formatted(field, String.join(", ", mapped), Nearest.suggestion(field, mapped)));
    }
  }

  private static void requireField(String event, String field, String pointer) {
    TreeSet<String> known = new TreeSet<>();
    for (Descriptor type : List.of(body(event).getMessageType(), Keys.getDescriptor())) {
      type.getFields().stream()
          .filter(each -> each.getJavaType() == FieldDescriptor.JavaType.STRING)
          .forEach(each -> known.add(each.getName()));
    }
    require(
        known.contains(field),
        "map: '%s' is no text of %s or of its keys, expected one of %s%s"
            .formatted(field, event, String.join(", ", known), Nearest.suggestion(field, known)));
    try {
      JsonPointer.compile(pointer);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "map: '" + pointer + "' is not a JSON pointer such as /number", e);
    }
  }

  /** The event's field that holds the body. */
  static FieldDescriptor body(String event) {
    return Event.getDescriptor().getOneofs().get(0).getFields().stream()
        .filter(field -> field.getMessageType().getName().equals(event))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no event " + event));
  }

  private static List<String> bodies() {
    return Event.getDescriptor().getOneofs().get(0).getFields().stream()
        .filter(field -> field.getNumber() >= ENTERPRISE)
        .map(field -> field.getMessageType().getName())
        .sorted()
        .toList();
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
