package io.millrace.base.config;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;

/** An amount of bytes, written {@code 512KiB}, {@code 16MiB} or {@code 2GiB}. */
@JsonClassDescription("a size such as 512KiB, 16MiB or 2GiB")
public record ByteSize(long bytes) {

  /** Reads the text; IllegalArgumentException says what was expected. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ByteSize parse(String text) {
    return new ByteSize(Units.bytes(text));
  }
}
