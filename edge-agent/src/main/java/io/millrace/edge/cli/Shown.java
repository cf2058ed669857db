package io.millrace.edge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.base.command.Json;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Value;
import io.millrace.edge.source.LiveReading;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** One live reading as text and as JSON. */
final class Shown {
  private static final double NANOS_PER_MILLI = 1e6;

  private Shown() {}

  /** The value, or why there is none. */
  static String value(Reading reading) {
    Value value = reading.value();
    return value == null ? Objects.requireNonNullElse(reading.fault(), "bad") : plain(value);
  }

  private static String plain(Value value) {
    if (value instanceof Value.Whole whole) {
      return Long.toString(whole.value());
    }
    if (value instanceof Value.Real real) {
      return Double.toString(real.value());
    }
    return value instanceof Value.Truth truth
        ? Boolean.toString(truth.value())
        : "'" + ((Value.Text) value).value() + "'";
  }

  static String quality(Reading reading) {
    return reading.quality().toString().toLowerCase(Locale.ROOT);
  }

  static String latency(LiveReading live) {
    return String.format(Locale.ROOT, "%.1f ms", live.latency().toNanos() / NANOS_PER_MILLI);
  }

  /** The registers in hexadecimal, as they came. */
  static String registers(LiveReading live) {
    return live.raw().stream().map("%04x"::formatted).collect(Collectors.joining(" "));
  }

  static ObjectNode tree(String source, LiveReading live) {
    Reading reading = live.reading();
    ObjectNode tree = Json.object().put("source", source).put("tag", reading.tag());
    Value value = reading.value();
    if (value instanceof Value.Whole whole) {
      tree.put("value", whole.value());
    } else if (value instanceof Value.Real real) {
      tree.put("value", real.value());
    } else if (value instanceof Value.Truth truth) {
      tree.put("value", truth.value());
    } else if (value instanceof Value.Text text) {
      tree.put("value", text.value());
    } else {
      tree.putNull("value").put("fault", value(reading));
    }
    tree.put("quality", quality(reading))
        .put("time", live.at().toString())
        .put("latency_ms", live.latency().toNanos() / NANOS_PER_MILLI)
        .put("place", live.place());
    live.raw().forEach(tree.withArray("registers")::add);
    return tree;
  }
}
