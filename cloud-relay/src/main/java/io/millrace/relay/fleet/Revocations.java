package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of revocations beside the certificates, only ever appended to and forced before anyone
 * is told, so that a database restored from a backup forgets none. One line each: time (RFC 3339),
 * agent, reason, parted by single spaces. Blocks on the file.
 */
final class Revocations {
  private final Path file;

  Revocations(Path file) {
    this.file = file;
  }

  /** All of them, oldest first. A last line cut short by a crash was never acknowledged. */
  List<Revocation> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      String text = Files.readString(file);
      List<Revocation> all = new ArrayList<>();
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        all.add(parse(line));
      }
      return all;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void append(Revocation revocation) {
    String line =
        "%s %s %s\n"
            .formatted(
                revocation.at(), revocation.agent(), revocation.reason().replaceAll("\\s+", " "));
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      channel.position(endOfWholeLines(channel));
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.truncate(channel.position());
      channel.force(true);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** A half line of a crash gives way, or it would spoil the next. */
  private long endOfWholeLines(FileChannel channel) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return Math.min(end, channel.size());
  }

  private Revocation parse(String line) {
    String[] parts = line.split(" ", 3);
    try {
      return new Revocation(Instant.parse(parts[0]), parts[1], parts.length > 2 ? parts[2] : "");
    } catch (DateTimeParseException | ArrayIndexOutOfBoundsException e) {
      throw new MillraceException(
          ErrorCode.CERTIFICATE_INVALID, file + ": expected time, agent, reason: " + line, e);
    }
  }

  private MillraceException failed(IOException e) {
    return new MillraceException(ErrorCode.STORE_UNAVAILABLE, file + ": " + e, e);
  }

  /** From that time on, certificates of the agent that are not younger are refused. */
  record Revocation(Instant at, String agent, String reason) {}
}
