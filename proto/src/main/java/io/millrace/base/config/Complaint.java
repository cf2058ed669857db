package io.millrace.base.config;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the YAML library says into what a person needs. A record that refuses a value blames
 * one of its keys by beginning its message with the key and a colon.
 */
final class Complaint {
  private static final Pattern MISSING = Pattern.compile("Missing required .*property '([^']+)'");
  private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '([^']+)'");
  private static final Pattern OWN_WORDS = Pattern.compile("from String \"[^\"]*\": (.*)");

  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, Integer.class, long.class, Long.class);

  private static final Pattern BLAMED = Pattern.compile("([a-z][a-z0-9_]*): (.*)");
  private static final Pattern MARK = Pattern.compile("line (\\d+), column (\\d+)");

  private Complaint() {}

  static String of(String name, String yaml, JacksonException e) {
    if (e instanceof JsonMappingException mapping
        && !(e.getCause() instanceof JsonParseException)
        && Place.of(yaml, path(mapping)) != null) {
      KeyPath path = path(mapping);
      @Nullable String unknown = unknownBeside(yaml, path, mapping);
      return unknown != null
          ? of(name, yaml, path.then(unknown), unknownKey(unknown, KnownKeys.of(type(mapping))))
          : of(name, yaml, path, text(yaml, path, e), e);
    }
    return "%s:%s: %s".formatted(name, brokenAt(e), broken(e));
  }

  private static String of(
      String name, String yaml, KeyPath path, String text, JacksonException e) {
    @Nullable String empty =
        e.getCause() instanceof NullPointerException ? Place.firstEmpty(yaml, path) : null;
    Matcher blamed = BLAMED.matcher(text);
    if (empty != null) {
      return of(name, yaml, path.then(empty), "has no value");
    }
    boolean known =
        blamed.matches()
            && (blamed.group(2).startsWith("is missing")
                || Place.found(yaml, path.then(blamed.group(1))) != null);
    return known
        ? of(name, yaml, path.then(blamed.group(1)), blamed.group(2))
        : of(name, yaml, path, text);
  }

  /** The sentence as all complaints have it. */
  static String of(String name, String yaml, KeyPath path, String text) {
    String key = path.steps().isEmpty() ? "" : path + ": ";
    return "%s:%s: %s%s"
        .formatted(name, Objects.requireNonNullElse(Place.of(yaml, path), "1:1"), key, text);
  }

  private static String text(String yaml, KeyPath path, JacksonException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return unknownKey(unknown);
    }
    if (e instanceof InvalidFormatException format) {
      return format(format);
    }
    if (e instanceof MismatchedInputException mismatch) {
      return mismatch(yaml, path, mismatch);
    }
    if (e.getCause() instanceof InputCoercionException) {
      return Place.found(yaml, path) + " is out of range";
    }
    return e.getCause() == null
        ? firstLine(e.getOriginalMessage())
        : firstLine(Objects.toString(e.getCause().getMessage(), e.getCause().toString()));
  }

  private static String unknownKey(UnrecognizedPropertyException e) {
    return unknownKey(
        e.getPropertyName(),
        e.getKnownPropertyIds().stream().map(Object::toString).sorted().toList());
  }

  private static String unknownKey(String key, List<String> known) {
    return "unknown key '%s', expected one of %s%s"
        .formatted(key, String.join(", ", known), Nearest.suggestion(key, known));
  }

  /**
   * A key that the refused record does not have: what the record misses is most likely what is
   * misspelt there. The library complains of it only after the record has accepted the others.
   */
  private static @Nullable String unknownBeside(String yaml, KeyPath path, JsonMappingException e) {
    if (!(e instanceof ValueInstantiationException)) {
      return null;
    }
    List<String> known = KnownKeys.of(type(e));
    return known.isEmpty()
        ? null
        : Place.keys(yaml, path).stream()
            .filter(key -> !known.contains(key))
            .findFirst()
            .orElse(null);
  }

  private static @Nullable Class<?> type(JsonMappingException e) {
    return e instanceof ValueInstantiationException refused
        ? refused.getType().getRawClass()
        : null;
  }

  /** The record that misses a part; the library puts it into the last step of the path. */
  private static @Nullable Class<?> owner(JsonMappingException e) {
    return !e.getPath().isEmpty()
            && e.getPath().get(e.getPath().size() - 1).getFrom() instanceof Class<?> type
        ? type
        : null;
  }

  private static String format(InvalidFormatException e) {
    Class<?> target = e.getTargetType();
    if (target.isEnum()) {
      List<String> names =
          List.of(target.getEnumConstants()).stream()
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .toList();
      return "'%s' is not one of %s%s"
          .formatted(
              e.getValue(),
              String.join(", ", names),
              Nearest.suggestion(String.valueOf(e.getValue()), names));
    }
    Matcher own = OWN_WORDS.matcher(e.getOriginalMessage());
    return own.find() && own.group(1).startsWith("'")
        ? own.group(1)
        : "'%s' is not %s".formatted(e.getValue(), expected(target));
  }

  private static String mismatch(String yaml, KeyPath path, MismatchedInputException e) {
    if (MISSING.matcher(e.getOriginalMessage()).find()) {
      return "is missing" + misspelt(yaml, path, KnownKeys.of(owner(e)));
    }
    @Nullable String found = Place.found(yaml, path);
    return e.getTargetType() == null || found == null
        ? firstLine(e.getOriginalMessage())
        : "expected " + expected(e.getTargetType()) + ", found " + found;
  }

  /** An unknown key that stands beside the missing one and is nearly called so. */
  private static String misspelt(String yaml, KeyPath missing, List<String> known) {
    List<Object> steps = missing.steps();
    KeyPath beside = new KeyPath(steps.subList(0, steps.size() - 1));
    List<String> strangers =
        Place.keys(yaml, beside).stream().filter(key -> !known.contains(key)).toList();
    return Nearest.of(String.valueOf(steps.get(steps.size() - 1)), strangers)
        .map(key -> ", is '" + key + "' meant to be it?")
        .orElse("");
  }

  private static String expected(Class<?> type) {
    @Nullable JsonClassDescription described = type.getAnnotation(JsonClassDescription.class);
    if (described != null) {
      return described.value();
    }
    if (WHOLE.contains(type)) {
      return "a whole number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type)
        ? "keys with values"
        : "a " + type.getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static String broken(JacksonException e) {
    Matcher duplicate = DUPLICATE.matcher(e.getOriginalMessage());
    if (duplicate.find()) {
      return "duplicate key '" + duplicate.group(1) + "'";
    }
    if (e.getOriginalMessage().startsWith("No content")) {
      return "is empty";
    }
    return "is no YAML: "
        + e.getOriginalMessage()
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith(" "))
            .collect(Collectors.joining(", "));
  }

  private static String brokenAt(JacksonException e) {
    Matcher mark = MARK.matcher(e.getOriginalMessage());
    @Nullable JsonLocation at = e.getLocation();
    String place = at == null ? "1:1" : at.getLineNr() + ":" + at.getColumnNr();
    while (mark.find()) {
      place = mark.group(1) + ":" + mark.group(2);
    }
    return place;
  }

  private static KeyPath path(JsonMappingException e) {
    KeyPath path = KeyPath.of();
    for (JsonMappingException.Reference step : e.getPath()) {
      @Nullable String field = step.getFieldName();
      path = field == null ? path.then(Math.max(0, step.getIndex())) : path.then(field);
    }
    return path;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
