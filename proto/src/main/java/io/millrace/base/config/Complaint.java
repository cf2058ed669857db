package io.millrace.base.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what the YAML library says into what a person needs. */
final class Complaint {
  private Complaint() {}

  static String of(String name, String yaml, JacksonException e) {
    String key = e instanceof JsonMappingException mapping ? path(mapping) : "";
    return name + ":" + place(yaml, e) + ": " + (key.isEmpty() ? "" : key + ": ") + text(e);
  }

  private static String place(String yaml, JacksonException e) {
    @Nullable String place =
        e instanceof JsonMappingException mapping ? Place.of(yaml, mapping.getPath()) : null;
    @Nullable JsonLocation at = e.getLocation();
    if (place != null) {
      return place;
    }
    return at == null ? "1:1" : at.getLineNr() + ":" + at.getColumnNr();
  }

  private static String text(JacksonException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      List<String> known =
          unknown.getKnownPropertyIds().stream().map(Object::toString).sorted().toList();
      return "unknown key '%s', expected one of %s%s"
          .formatted(
              unknown.getPropertyName(),
              String.join(", ", known),
              Nearest.suggestion(unknown.getPropertyName(), known));
    }
    if (e instanceof InvalidFormatException format) {
      return format(format);
    }
    if (e instanceof ValueInstantiationException refused && refused.getCause() != null) {
      return Objects.toString(refused.getCause().getMessage(), "");
    }
    if (e instanceof MismatchedInputException mismatch) {
      return firstLine(mismatch.getOriginalMessage());
    }
    if (e instanceof JsonMappingException wrapped && wrapped.getCause() != null) {
      return firstLine(Objects.toString(wrapped.getCause().getMessage(), ""));
    }
    return firstLine(e.getOriginalMessage());
  }

  private static String format(InvalidFormatException e) {
    Class<?> target = e.getTargetType();
    if (target.isEnum()) {
      List<String> names =
          List.of(target.getEnumConstants()).stream()
              .map(constant -> constant.toString().toLowerCase(java.util.Locale.ROOT))
              .toList();
      return "'%s' is not one of %s%s"
          .formatted(
              e.getValue(),
              String.join(", ", names),
              Nearest.suggestion(String.valueOf(e.getValue()), names));
    }
    return "'%s' is not %s".formatted(e.getValue(), expected(target));
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number";
    }
    return "a " + type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(Complaint::step)
        .collect(Collectors.joining("."))
        .replace(".[", "[");
  }

  private static String step(JsonMappingException.Reference step) {
    @Nullable String field = step.getFieldName();
    return field == null ? "[" + step.getIndex() + "]" : field;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
