package io.millrace.page;

import com.microsoft.playwright.Playwright;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the browser is, and what it needs on a machine without a screen, a GPU or the internet. */
final class Chromium {
  static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** What the build of the page installed. */
  static final Path PACKAGES =
      Path.of("..", "cloud-relay", "target", "web", "node_modules").toAbsolutePath().normalize();

  private static final Path DRIVER = PACKAGES.resolve(".playwright");

  private Chromium() {}

  /** Playwright on npm's driver and the Node of the build; it never downloads a browser. */
  static Playwright driver() {
    String wanted = Objects.requireNonNull(System.getProperty("playwright.version"));
    try {
      String manifest = Files.readString(DRIVER.resolve("package/package.json"));
      if (!manifest.contains("\"version\": \"" + wanted + "\"")) {
        throw new AssertionError(
            "playwright-core in the page's package.json is not " + wanted + " as in pom.xml");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no playwright-core: the page's build has not run", e);
    }
    System.setProperty("playwright.cli.dir", DRIVER.toString());
    return Playwright.create(
        new Playwright.CreateOptions()
            .setEnv(
                Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_NODEJS_PATH", "node")));
  }

  /**
   * The browser's file: {@code MILLRACE_CHROMIUM}, else the first Chromium or Chrome on the PATH.
   * Without one the test is skipped on a developer's machine and fails where {@code CI} is set: a
   * build that claims to have tested the page must have had a browser.
   */
  static Path find() {
    Stream<Path> named = Stream.ofNullable(System.getenv("MILLRACE_CHROMIUM")).map(Path::of);
    Stream<Path> installed =
        Stream.of("chromium", "chromium-browser", "google-chrome")
            .flatMap(
                name ->
                    Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                        .map(folder -> Path.of(folder, name)));
    Optional<Path> found = Stream.concat(named, installed).filter(Files::isExecutable).findFirst();
    if (found.isEmpty()) {
      String hint = "no Chromium: install the package chromium, or name one in MILLRACE_CHROMIUM";
      if (System.getenv("CI") != null) {
        throw new AssertionError(hint);
      }
      Assumptions.abort(hint);
    }
    return found.orElseThrow();
  }
}
