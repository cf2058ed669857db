package io.millrace.sim.cli;

import io.millrace.sim.http.Json;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/** Tells whoever started the program where it listens, and keeps it until the process is ended. */
final class Ready {
  private Ready() {}

  /** Prints one line, {@code READY {…}}, and blocks until a signal; then closes the simulator. */
  static void serve(CommandSpec spec, Map<String, Object> ports, Runnable close)
      throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Thread end = new Thread(() -> end(close, ended), "end");
    Runtime.getRuntime().addShutdownHook(end);
    PrintWriter out = spec.commandLine().getOut();
    out.println("READY " + Json.text(ports));
    out.flush();
    ended.await();
  }

  private static void end(Runnable close, CountDownLatch ended) {
    close.run();
    ended.countDown();
  }
}
