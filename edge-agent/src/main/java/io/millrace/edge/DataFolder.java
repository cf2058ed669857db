package io.millrace.edge;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The data folder, held by one process at a time. */
final class DataFolder implements AutoCloseable {
  private static final String LOCK = "agent.lock";

  /** Bytes read of what names the holder of a lock. */
  private static final int HOLDER_BYTES_MAX = 32;

  private final Path path;
  private final FileChannel channel;

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes the folder, readable by its owner only, if it is not there, and holds it until closed.
   * DATA_IN_USE names the process that holds it; CONFIG_INVALID when it cannot be written.
   */
  public static DataFolder hold(Path path) {
    try {
      create(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String holder = holder(channel);
        channel.close();
        throw new MillraceException(
            ErrorCode.DATA_IN_USE, "%s is held by process %s".formatted(path, holder));
      }
      write(channel, Long.toString(ProcessHandle.current().pid()));
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID, "data folder %s cannot be used: %s".formatted(path, e), e);
    }
  }

  private static void create(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Files.createDirectories(path);
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another agent in this process
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HOLDER_BYTES_MAX);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
  }

  private static void write(FileChannel channel, String holder) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  public Path path() {
    return path;
  }

  /** Lets the next one in; the file stays. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "cannot release " + path, e);
    }
  }
}
