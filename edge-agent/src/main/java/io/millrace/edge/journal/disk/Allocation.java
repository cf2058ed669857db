package io.millrace.edge.journal.disk;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Takes disk blocks before they are mapped, because a mapping that finds no block kills the process
 * or loses what it was told is written. {@code fallocate} by JNA where it works (Chronicle's own
 * call silently does nothing without jnr), zeros written where it does not. Any thread; blocks.
 */
public final class Allocation {
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;
  private static final int O_RDWR = 2;
  private static final int CHUNK = 256 << 10;

  private Allocation() {}

  /** Creates the file; blocks; IOException when the disk has no room, and then there is no file. */
  public static void allocate(Path file, long bytes) throws IOException {
    try {
      Files.createFile(file);
      if (!fallocate(file, bytes)) {
        fill(file, bytes);
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static boolean fallocate(Path file, long bytes) throws IOException {
    Optional<Linux> linux = Linux.LOADED;
    if (linux.isEmpty()) {
      return false;
    }
    int error = linux.get().fallocate(file.toString(), bytes);
    if (error == ENOSPC || error == EDQUOT) {
      throw new IOException(file + ": no room for " + bytes + " bytes");
    }
    return error == 0 && Files.size(file) == bytes;
  }

  static void fill(Path file, long bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, bytes));
      for (long written = 0; written < bytes; ) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - written));
        written += channel.write(zeros);
      }
    }
  }

  /** The three calls of the C library. */
  private record Linux(Function open, Function fallocate, Function close) {
    static final Optional<Linux> LOADED = load();

    private static Optional<Linux> load() {
      try {
        if (!Platform.isLinux() || Native.LONG_SIZE != Long.BYTES) {
          return Optional.empty();
        }
        NativeLibrary c = NativeLibrary.getInstance("c");
        return Optional.of(
            new Linux(c.getFunction("open"), c.getFunction("fallocate"), c.getFunction("close")));
      } catch (LinkageError e) {
        return Optional.empty(); // no native part for this platform: zeros are written instead
      }
    }

    /** 0, or the error number. */
    int fallocate(String path, long bytes) {
      int descriptor = open.invokeInt(new Object[] {path, O_RDWR});
      if (descriptor < 0) {
        return Native.getLastError();
      }
      try {
        int result = fallocate.invokeInt(new Object[] {descriptor, 0, 0L, bytes});
        return result == 0 ? 0 : Native.getLastError();
      } finally {
        close.invokeInt(new Object[] {descriptor});
      }
    }
  }
}
