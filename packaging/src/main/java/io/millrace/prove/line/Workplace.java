package io.millrace.prove.line;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a line lives in. Its path is kept short, by a link where need be, because the
 * name of a local socket must fit into about a hundred bytes.
 */
public final class Workplace implements AutoCloseable {
  private static final int PATH_MAX = 60;

  private final Path folder;
  private final @Nullable Path remove;

  private Workplace(Path folder, @Nullable Path remove) {
    this.folder = folder;
    this.remove = remove;
  }

  /** A new folder that disappears when closed. */
  public static Workplace temporary() {
    try {
      Path folder = Files.createTempDirectory("millrace-");
      return new Workplace(folder, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That folder, which must be new or empty, and stays. CONFIG_INVALID otherwise. */
  public static Workplace kept(Path folder) {
    try {
      Path real = Files.createDirectories(folder.toAbsolutePath().normalize());
      try (Stream<Path> inside = Files.list(real)) {
        if (inside.findAny().isPresent()) {
          throw new MillraceException(
              ErrorCode.CONFIG_INVALID, folder + " is not empty: choose a new folder to keep data");
        }
      }
      if (real.toString().length() <= PATH_MAX) {
        return new Workplace(real, null);
      }
      Path short_ = Files.createTempDirectory("millrace-");
      return new Workplace(Files.createSymbolicLink(short_.resolve("w"), real), short_);
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.CONFIG_INVALID, folder + ": " + e, e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** Where programs write what they say. */
  public Path logs() {
    return folder.resolve("logs");
  }

  @Override
  public void close() {
    if (remove == null) {
      return;
    }
    try (Stream<Path> all = Files.walk(remove)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
