package io.millrace.base.config;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A reference to a secret, never the secret: {@code env:NAME} or {@code file:path}. Printing it
 * prints the reference.
 */
@JsonClassDescription("a reference to a secret, env:NAME or file:path")
public record Secret(String reference) {
  private static final String ENV = "env:";
  private static final String FILE = "file:";

  /**
   * IllegalArgumentException when it is no reference; the text is not repeated, it may be secret.
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Secret {
    if (!reference.startsWith(ENV) && !reference.startsWith(FILE)) {
      throw new IllegalArgumentException(
          "a secret is given as env:NAME or file:path, never as itself");
    }
  }

  /**
   * Fetches the secret, without white space at its ends; relative files are below the folder.
   * CONFIG_INVALID when it is not there or empty.
   */
  public String reveal(Path folder) {
    if (reference.startsWith(FILE)) {
      return read(folder.resolve(reference.substring(FILE.length())));
    }
    String value = System.getenv(reference.substring(ENV.length()));
    if (value == null || value.isBlank()) {
      throw new MillraceException(ErrorCode.CONFIG_INVALID, reference + " is not set");
    }
    return value.strip();
  }

  private String read(Path file) {
    try {
      String value = Files.readString(file).strip();
      if (value.isEmpty()) {
        throw new MillraceException(ErrorCode.CONFIG_INVALID, reference + " is empty");
      }
      return value;
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.CONFIG_INVALID, reference + " cannot be read", e);
    }
  }

  @Override
  public String toString() {
    return reference;
  }
}
