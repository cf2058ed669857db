package io.millrace.bench;

import io.millrace.bench.report.Measurement;
import java.util.List;

/**
 * One thing that can be measured. Runs on the calling thread, in a process of its own, for as long
 * as it takes; leaves nothing behind.
 */
interface Bench {

  /** What is asked for on the command line. */
  String name();

  /**
   * JVM options that the measured part is shipped with: a file name in conf, without its ending.
   */
  String jvm();

  /** Measures; one claim each, the last one is the one for machines. Equal seeds do equal work. */
  List<Measurement> run(Scope scope);

  /** How it was asked for. */
  record Scope(long seed, boolean brief) {}
}
