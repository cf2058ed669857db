package io.millrace.relay.cli;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.millrace.base.config.Nearest;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Events for a rehearsal: one per line, in protobuf's JSON. Pure. */
final class EventsFile {
  private static final String BODIES =
      Event.getDescriptor().getOneofs().get(0).getFields().stream()
          .map(FieldDescriptor::getJsonName)
          .sorted()
          .collect(Collectors.joining(", "));

  /** The words of protobuf's JsonFormat. */
  private static final Pattern UNKNOWN =
      Pattern.compile("Cannot find field: (?<field>\\S+) in message \\S*?(?<message>\\w+)$");

  private EventsFile() {}

  /** In their order. USAGE names file, line and what is wrong or not there. */
  static List<Event> read(String name, String text) {
    List<Event> read = new ArrayList<>();
    int line = 0;
    for (String each : text.lines().toList()) {
      line++;
      if (!each.isBlank()) {
        read.add(event(name + ":" + line, each));
      }
    }
    return read;
  }

  private static Event event(String place, String text) {
    Event.Builder event = Event.newBuilder();
    try {
      JsonFormat.parser().merge(text, event);
    } catch (InvalidProtocolBufferException e) {
      throw new MillraceException(
          ErrorCode.USAGE, "%s: is no event: %s%s".formatted(place, e.getMessage(), nearest(e)), e);
    }
    List<String> lacks = lacks(event);
    if (!lacks.isEmpty()) {
      throw MillraceException.hinted(
          ErrorCode.USAGE,
          "%s: is no event: lacks %s".formatted(place, String.join(", ", lacks)),
          "an event needs id, occurredAt (such as 2026-11-21T10:00:00Z), equipment and a body, of "
              + BODIES);
    }
    return event.build();
  }

  /** The field that was meant, where the parser says which one it does not know. */
  private static String nearest(InvalidProtocolBufferException e) {
    Matcher unknown = UNKNOWN.matcher(String.valueOf(e.getMessage()));
    if (!unknown.find()) {
      return "";
    }
    Descriptor message =
        Event.getDescriptor().getFile().findMessageTypeByName(unknown.group("message"));
    return message == null
        ? ""
        : Nearest.suggestion(
            unknown.group("field"),
            message.getFields().stream().map(FieldDescriptor::getJsonName).toList());
  }

  private static List<String> lacks(Event.Builder event) {
    List<String> lacks = new ArrayList<>();
    if (event.getId().isEmpty()) {
      lacks.add("id");
    }
    if (!event.hasOccurredAt()) {
      lacks.add("occurredAt");
    }
    if (event.getEquipment().isEmpty()) {
      lacks.add("equipment");
    }
    if (event.getBodyCase() == Event.BodyCase.BODY_NOT_SET) {
      lacks.add("a body");
    }
    return lacks;
  }
}
