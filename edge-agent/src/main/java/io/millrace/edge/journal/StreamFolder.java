package io.millrace.edge.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where one stream keeps its files. */
record StreamFolder(Path root) {

  static StreamFolder of(Path journal, StreamName name) {
    return new StreamFolder(journal.resolve(name.text()));
  }

  /** Chronicle's own folder: the segment that is written and those not yet forced. */
  Path queue() {
    return root.resolve("q");
  }

  /** Forced segments; Chronicle never sees them again. */
  Path kept() {
    return root.resolve("kept");
  }

  Path quarantine() {
    return root.resolve("quarantine");
  }

  /** Records that the relay refused. */
  Path refused() {
    return root.resolve("refused");
  }

  Path cursor() {
    return root.resolve("cursor");
  }

  Path holes() {
    return root.resolve("holes");
  }

  Path start() {
    return root.resolve("start");
  }

  Path metadata() {
    return queue().resolve("metadata.cq4t");
  }

  void create() throws IOException {
    Files.createDirectories(queue());
    Files.createDirectories(kept());
    Files.createDirectories(quarantine());
    Files.createDirectories(refused());
  }
}
