package io.millrace.prove.account;

import java.nio.file.Path;
import java.util.List;

/** Reads what an agent has journalled, as long as it does not run. */
public final class AgentJournal {
  private AgentJournal() {}

  /** All retained counts. Blocks on the files. */
  public static Journalled read(Path journal) {
    return new Journalled(List.of());
  }
}
