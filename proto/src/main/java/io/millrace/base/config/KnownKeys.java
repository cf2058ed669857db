package io.millrace.base.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys that a record has in a file. Any thread. */
public final class KnownKeys {
  private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
      new PropertyNamingStrategies.SnakeCaseStrategy();

  private KnownKeys() {}

  /** Sorted; none for what is no record. */
  public static List<String> of(@Nullable Class<?> type) {
    return type == null || !type.isRecord()
        ? List.of()
        : Stream.of(type.getRecordComponents()).map(KnownKeys::of).sorted().toList();
  }

  /** The key of that part: as it is annotated, else its name with underscores. */
  public static String of(RecordComponent part) {
    JsonProperty given = part.getAccessor().getAnnotation(JsonProperty.class);
    return given == null || given.value().isEmpty()
        ? NAMES.translate(part.getName())
        : given.value();
  }
}
