package io.millrace.edge.derive;

import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one scan shows of one counter: register, order (empty for none) and marker, all of them
 * good. {@code split} when they came in different requests.
 */
record Sight(long raw, String order, @Nullable Long marker, boolean split, boolean uncertain) {

  /** Empty when one of the tags was not due or has no usable value. */
  static Optional<Sight> of(CounterRule rule, Map<String, Reading> readings) {
    CounterSettings settings = rule.settings();
    List<Reading> used = new ArrayList<>();
    for (String tag : settings.tags()) {
      Reading reading = readings.get(tag);
      if (reading == null || reading.value() == null) {
        return Optional.empty();
      }
      used.add(reading);
    }
    Long raw = raw(readings.get(settings.tag()), rule.modulus());
    if (raw == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Sight(
            raw,
            text(settings.orderTag(), readings),
            marker(settings.resetMarker(), readings),
            used.stream().mapToInt(Reading::request).distinct().count() > 1,
            used.stream().anyMatch(reading -> reading.quality() == Quality.UNCERTAIN)));
  }

  /** Why the register cannot be right, naming the value, though it was read well. */
  static Optional<String> fault(CounterRule rule, Map<String, Reading> readings) {
    String tag = rule.settings().tag();
    Reading reading = readings.get(tag);
    if (reading == null || reading.value() == null || raw(reading, rule.modulus()) != null) {
      return Optional.empty();
    }
    Long value = whole(reading);
    return Optional.of(
        value == null
            ? "%s: %s is no whole number".formatted(tag, reading.value())
            : "%s: %d is beyond modulus %d, so nothing is counted"
                .formatted(tag, value, rule.modulus()));
  }

  /** By tag, in the order of the scan. */
  static Map<String, Reading> byTag(Scan scan) {
    Map<String, Reading> readings = new LinkedHashMap<>();
    scan.readings().forEach(reading -> readings.put(reading.tag(), reading));
    return readings;
  }

  /** A number as a register shows it; a signed one counts on below zero. Null when it is none. */
  static @Nullable Long whole(@Nullable Reading reading) {
    Value value = reading == null ? null : reading.value();
    if (value instanceof Value.Whole whole) {
      return whole.value();
    }
    return value instanceof Value.Truth truth ? Long.valueOf(truth.value() ? 1 : 0) : null;
  }

  /** The register within 0 and the modulus, or null when the modulus cannot be right. */
  private static @Nullable Long raw(@Nullable Reading reading, long modulus) {
    Long value = whole(reading);
    if (value == null || value >= modulus || value < -modulus) {
      return null;
    }
    return Math.floorMod(value, modulus);
  }

  private static @Nullable Long marker(@Nullable String tag, Map<String, Reading> readings) {
    return tag == null ? null : whole(readings.get(tag));
  }

  /** Text without white space at its ends, a whole number but 0 as text, else empty. */
  static String text(@Nullable String tag, Map<String, Reading> readings) {
    Reading reading = tag == null ? null : readings.get(tag);
    Value value = reading == null ? null : reading.value();
    if (value instanceof Value.Text text) {
      return text.value().strip();
    }
    return value instanceof Value.Whole whole && whole.value() != 0
        ? Long.toString(whole.value())
        : "";
  }
}
