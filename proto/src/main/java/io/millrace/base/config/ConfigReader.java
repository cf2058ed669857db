package io.millrace.base.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads one YAML file into one record. Keys are in snake_case. An unknown or duplicate key fails,
 * so does the absence of a component marked {@code @JsonProperty(required = true)}, and a value
 * that the record's constructor refuses with IllegalArgumentException; other components are null
 * when absent, and the constructor gives them their default. A constructor blames one of its keys
 * by a message that begins with the key and a colon: {@code poll: '1ms' is below 10ms}.
 */
public final class ConfigReader {
  private static final ObjectMapper STRICT =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationReader()))
          .build();

  private ConfigReader() {}

  /**
   * Blocks on the file. CONFIG_INVALID names file, line, key, value, what was expected and the
   * nearest right name.
   */
  public static <T> T read(Path file, Class<T> type) {
    return open(file, type).content();
  }

  /** As above, of text; the name stands in messages. */
  public static <T> T read(String name, String yaml, Class<T> type) {
    return open(name, yaml, type).content();
  }

  /** As {@link #read(Path, Class)}, with the text kept for complaints that are found later. */
  public static <T> ConfigFile<T> open(Path file, Class<T> type) {
    try {
      return open(file.toString(), Files.readString(file), type);
    } catch (IOException e) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID, file + ": cannot be read: " + reason(e), e);
    }
  }

  /** As above, of text; the name stands in messages. */
  public static <T> ConfigFile<T> open(String name, String yaml, Class<T> type) {
    try {
      T read = STRICT.readValue(yaml, type);
      if (read == null) {
        throw new MillraceException(ErrorCode.CONFIG_INVALID, name + ": is empty");
      }
      return new ConfigFile<>(name, yaml, read);
    } catch (JacksonException e) {
      throw new MillraceException(ErrorCode.CONFIG_INVALID, Complaint.of(name, yaml, e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException ? "no such file" : e.toString();
  }
}
