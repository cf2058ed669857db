package io.millrace.relay.store;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that holds a folder until its input ends. */
public final class FolderHolder {
  private FolderHolder() {}

  /** The folder is the only argument; says so when it holds it. */
  public static void main(String[] arguments) throws IOException {
    try (Store store = Store.open(Path.of(arguments[0]))) {
      System.out.println("held " + store.read(handle -> 1));
      while (System.in.read() >= 0) {
        // until whoever started it lets go
      }
    }
  }
}
