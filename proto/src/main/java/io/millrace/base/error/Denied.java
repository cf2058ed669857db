package io.millrace.base.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Says whose a file is that this user may not use. Any thread; asks the file system. */
public final class Denied {
  private Denied() {}

  /** FILE_DENIED that names file, user and owner, and what to do. */
  public static MillraceException of(AccessDeniedException denied) {
    return of(Path.of(String.valueOf(denied.getFile())), denied);
  }

  /** As above, where nothing was thrown. */
  public static MillraceException of(Path file, @Nullable Throwable cause) {
    String user = System.getProperty("user.name", "?");
    String owner = owner(file.toAbsolutePath());
    boolean foreign = !owner.isEmpty() && !owner.equals(user);
    return new MillraceException(
        ErrorCode.FILE_DENIED,
        "%s cannot be used by user '%s'%s\n%s%s"
            .formatted(
                file,
                user,
                foreign ? ", it belongs to '" + owner + "'" : "",
                MillraceException.HINT,
                foreign
                    ? "run it as the service's user: sudo -u " + owner + " ..."
                    : "run it as the service's user, or mend the rights of the file"),
        cause);
  }

  /** Whether this user cannot even see if the file is there, or may not write to it. */
  public static boolean isTo(Path file) {
    for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
      if (Files.isDirectory(above) && !Files.isExecutable(above)) {
        return true;
      }
    }
    return Files.exists(file) && !Files.isWritable(file);
  }

  /** Of the file, or of the nearest folder above it that may be asked. */
  private static String owner(Path file) {
    try {
      return Files.getOwner(file).getName();
    } catch (IOException e) {
      Path above = file.getParent();
      return above == null ? "" : owner(above);
    }
  }
}
