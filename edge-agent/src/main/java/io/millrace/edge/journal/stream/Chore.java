package io.millrace.edge.journal.stream;

import java.io.IOException;

/** Something else that blocks on the disk, done every second and at the end. */
public interface Chore {
  /** Does it, on the maintenance thread. */
  void run() throws IOException;
}
