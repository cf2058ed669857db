package io.millrace.base.config;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonCreator;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

  /** The same reference with a file's path made absolute from that folder. */
  public Secret below(Path folder) {
    return reference.startsWith(FILE)
        ? new Secret(FILE + file(folder).toAbsolutePath().normalize())
        : this;
  }

  /**
   * Fetches the secret, without white space at its ends; relative files are below the folder.
   * CONFIG_INVALID when it is not there or empty, with the full path of a file.
   */
  public String reveal(Path folder) {
    if (reference.startsWith(FILE)) {
      return read(file(folder).toAbsolutePath().normalize());
    }
    String value = System.getenv(reference.substring(ENV.length()));
    if (value == null || value.isBlank()) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          "%s is %s in the environment of this program: export it before"
              .formatted(reference, value == null ? "not set" : "empty"));
    }
    return value.strip();
  }

  private Path file(Path folder) {
    return folder.resolve(reference.substring(FILE.length()));
  }

  private static String read(Path file) {
    String value;
    try {
      value = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw unreadable(file, "does not exist", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file, "may not be read by user " + System.getProperty("user.name"), e);
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e, e);
    }
    if (value.isEmpty()) {
      throw unreadable(file, "is empty", null);
    }
    return value;
  }

  private static MillraceException unreadable(Path file, String why, @Nullable Throwable cause) {
    return new MillraceException(
        ErrorCode.CONFIG_INVALID, "file of the secret %s %s".formatted(file, why), cause);
  }

  @Override
  public String toString() {
    return reference;
  }
}
