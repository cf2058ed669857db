package io.millrace.prove;

import io.millrace.base.error.MillraceException;
import io.millrace.bench.report.Measurement;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Runs a campaign and prints what came of it. */
final class Claim {
  private Claim() {}

  /** Exit code: 0 held, 1 not held, 2 could not be tried, and why. */
  static int print(
      PrintWriter out, boolean json, String name, long seed, Supplier<Measurement> campaign) {
    Measurement claim = tried(name, seed, campaign);
    out.println(claim.table());
    if (json) {
      out.println(claim.json());
    }
    out.flush();
    return claim.exitCode();
  }

  private static Measurement tried(String name, long seed, Supplier<Measurement> campaign) {
    try {
      return campaign.get();
    } catch (MillraceException e) {
      return Measurement.notTried(name, "", seed, e.code() + ": " + e.detail());
    }
  }
}
