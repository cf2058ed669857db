package io.millrace.prove.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One running process. What it prints goes to files, so nobody has to read along: a program that
 * prints much is never held up. Any thread; the waiting methods block.
 */
public final class Program {
  private static final String READY = "READY ";

  /**
   * Becomes the program, and leaves a watcher behind that holds the pipe from whoever started it:
   * kill -9 closes it too, and then the watcher kills the program, if that is still its parent.
   */
  private static final String SHELL =
      """
      trap '' INT
      exec 3<&0
      (read -r never <&3; exec sh -c '[ "$PPID" = "$0" ] && kill -9 "$0"' $$) &
      exec "$0" "$@" 3<&- </dev/null
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration DEATH_MAX = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path output;
  private final Path log;
  private final long outputFrom;
  private final long logFrom;

  private Program(
      String name, Process process, Path output, Path log, long outputFrom, long logFrom) {
    this.name = name;
    this.process = process;
    this.output = output;
    this.log = log;
    this.outputFrom = outputFrom;
    this.logFrom = logFrom;
  }

  /**
   * Starts the command in that folder, deaf to the terminal's interrupt, which is for whoever
   * started it; ends with whoever started it, however that ends. Appends to {@code name.out} and
   * {@code name.log} in the folder of the logs.
   */
  static Program start(Launch launch) throws IOException {
    Files.createDirectories(launch.logs());
    Path output = launch.logs().resolve(launch.name() + ".out");
    Path log = launch.logs().resolve(launch.name() + ".log");
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", SHELL);
    builder.command().addAll(launch.command());
    builder.environment().putAll(launch.environment());
    builder.directory(launch.folder().toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    long outputFrom = size(output);
    long logFrom = size(log);
    return new Program(launch.name(), builder.start(), output, log, outputFrom, logFrom);
  }

  public String name() {
    return name;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits for the line READY and returns what it says. PROGRAM_FAULT when the process ends or the
   * time is over before, with the last lines of its log.
   */
  public JsonNode ready(Duration limit) {
    boolean settled = Waiting.until(() -> readyLine().isPresent() || !isAlive(), limit);
    Optional<String> line = settled ? readyLine() : Optional.empty();
    if (line.isEmpty()) {
      String why = isAlive() ? "is not ready after " + limit : "ended with " + process.exitValue();
      throw new MillraceException(
          ErrorCode.PROGRAM_FAULT, name + " " + why + "\n" + lastLogLines());
    }
    try {
      return JSON.readTree(line.get().substring(READY.length()));
    } catch (JsonProcessingException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, name + " said " + line.get(), e);
    }
  }

  /** Whether it has said READY. */
  public boolean isReady() {
    return readyLine().isPresent();
  }

  /** Ends it at once, as a power cut of one process would (SIGKILL), and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(DEATH_MAX);
  }

  /** Asks it to end (SIGTERM), kills it when it does not; whether it ended by itself. */
  public boolean stop(Duration limit) {
    process.destroy();
    boolean ended = awaitEnd(limit);
    if (!ended) {
      kill();
    }
    return ended;
  }

  /** Waits for its end; whether it came. */
  public boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Of an ended process. */
  public int exitCode() {
    return process.exitValue();
  }

  /** What it has written to standard output so far. */
  public List<String> output() {
    return linesFrom(output, outputFrom);
  }

  /** What it has written to standard error so far. */
  public List<String> log() {
    return linesFrom(log, logFrom);
  }

  /** The end of the log, for messages. */
  public String lastLogLines() {
    List<String> lines = log();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  private Optional<String> readyLine() {
    return output().stream().filter(line -> line.startsWith(READY)).findFirst();
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static List<String> linesFrom(Path file, long from) {
    try {
      byte[] all = Files.readAllBytes(file);
      int start = (int) Math.min(from, all.length);
      return new String(all, start, all.length - start, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.NOT_FOUND, file + ": " + e, e);
    }
  }
}
