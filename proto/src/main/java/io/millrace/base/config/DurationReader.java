package io.millrace.base.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.time.Duration;

/** Reads {@code 200ms}, {@code 5s}, {@code 15m}, {@code 24h} or {@code 7d}. */
final class DurationReader extends StdScalarDeserializer<Duration> {
  private static final long serialVersionUID = 1;

  DurationReader() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    String text = parser.getText().strip();
    try {
      return Units.duration(text);
    } catch (IllegalArgumentException e) {
      throw context.weirdStringException(text, Duration.class, String.valueOf(e.getMessage()));
    }
  }
}
