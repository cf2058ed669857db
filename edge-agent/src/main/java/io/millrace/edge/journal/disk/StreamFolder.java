package io.millrace.edge.journal.disk;

import io.millrace.edge.journal.StreamName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where one stream keeps its files. */
public record StreamFolder(Path root) {

  public static StreamFolder of(Path journal, StreamName name) {
    return new StreamFolder(journal.resolve(name.text()));
  }

  /** Chronicle's own folder: the segment that is written and those not yet forced. */
  public Path queue() {
    return root.resolve("q");
  }

  /** Forced segments; Chronicle never sees them again. */
  public Path kept() {
    return root.resolve("kept");
  }

  public Path quarantine() {
    return root.resolve("quarantine");
  }

  /** Records that the relay refused. */
  public Path refused() {
    return root.resolve("refused");
  }

  public Path cursor() {
    return root.resolve("cursor");
  }

  public Path holes() {
    return root.resolve("holes");
  }

  public Path start() {
    return root.resolve("start");
  }

  Path metadata() {
    return queue().resolve("metadata.cq4t");
  }

  public void create() throws IOException {
    Files.createDirectories(queue());
    Files.createDirectories(kept());
    Files.createDirectories(quarantine());
    Files.createDirectories(refused());
  }
}
