package io.millrace.prove.process;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Everything that was started here. Closing kills what still runs, by process id; so does the end
 * of this program, however it comes. Any thread.
 */
public final class Processes implements AutoCloseable {
  /** Processes started by one campaign, ended ones included. */
  static final int STARTED_MAX = 1_000;

  private final Queue<Program> started = new ConcurrentLinkedQueue<>();
  private final Thread lastWill = new Thread(this::interrupted, "kill-what-was-started");
  private final Farewell farewell;

  /** Registers for the end of this program. */
  public Processes() {
    this(OptionalInt::empty);
  }

  /** The same; when this program is told to end, the farewell comes first. */
  public Processes(Farewell farewell) {
    this.farewell = farewell;
    Runtime.getRuntime().addShutdownHook(lastWill);
  }

  /** Starts it. PROGRAM_FAULT when that is not possible. */
  public Program start(Launch launch) {
    if (started.size() == STARTED_MAX) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, STARTED_MAX + " processes were started");
    }
    try {
      Program program = Program.start(launch);
      started.add(program);
      return program;
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, launch.name() + ": " + e, e);
    }
  }

  /** Runs it to its end; kills it when it takes longer, and then PROGRAM_FAULT. */
  public Program run(Launch launch, Duration limit) {
    Program program = start(launch);
    if (!program.awaitEnd(limit)) {
      program.kill();
      throw new MillraceException(
          ErrorCode.PROGRAM_FAULT, launch.command() + " did not end within " + limit);
    }
    started.remove(program);
    return program;
  }

  private void interrupted() {
    OptionalInt exitCode = farewell.say();
    killAll();
    exitCode.ifPresent(Runtime.getRuntime()::halt);
  }

  private void killAll() {
    started.stream().filter(Program::isAlive).forEach(Program::kill);
    started.clear();
  }

  @Override
  public void close() {
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(lastWill);
    } catch (IllegalStateException e) {
      // this program is ending: the hook runs, and finds nothing left
      return;
    }
  }

  /**
   * What is done when a person or the system ends this program, before the processes are killed.
   */
  public interface Farewell {

    /** Blocks until done; an exit code, if it knows a better one than that of the signal. */
    OptionalInt say();
  }
}
