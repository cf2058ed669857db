package io.millrace.relay.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** How every connection to the file is set: write-ahead log, forced at each commit. */
final class SqliteFile {
  private static final int BUSY_TIMEOUT_MS = 10_000;
  private static final int CACHE_KIB = 16_384;

  private static final String UNPACKED_TO = "org.sqlite.tmpdir";
  private static final String LIBRARY = "sqlite-";

  private SqliteFile() {}

  /**
   * Has the database's own library unpacked into that folder, unless this machine was told another,
   * and removes what a killed process left there. Whoever calls holds the lock of the folder.
   */
  static void unpackTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        if (file.getFileName().toString().startsWith(LIBRARY)) {
          Files.deleteIfExists(file);
        }
      }
    }
    if (System.getProperty(UNPACKED_TO) == null) {
      System.setProperty(UNPACKED_TO, folder.toAbsolutePath().toString());
    }
  }

  static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    config.setCacheSize(-CACHE_KIB);
    config.enforceForeignKeys(true);
    // else the driver asks for the last row's number after each write; who needs it says RETURNING
    config.setGetGeneratedKeys(false);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }
}
