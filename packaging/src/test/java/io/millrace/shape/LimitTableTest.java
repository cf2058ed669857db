package io.millrace.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The list of limits for readers is that of the code: every constant of agent, relay and kernel
 * whose name has MAX, and what its javadoc says that it bounds; one without fails. When it is
 * stale, the right text stands in target/limits.md and is to be copied over it.
 */
class LimitTableTest {
  private static final Path PAGE = Path.of("reference", "limits.md");
  private static final Path RIGHT = Path.of("target", "limits.md");
  private static final List<String> MODULES = List.of("proto", "edge-agent", "cloud-relay");
  private static final Pattern LIMIT =
      Pattern.compile(
          "(?:/\\*\\*((?:(?!\\*/).)*)\\*/\\s*)?\\b(?:public |protected |private )?static final"
              + " [\\w<>, .]+? (MAX_\\w*|\\w*_MAX|\\w*_MAX_\\w*)\\s*=\\s*([^;]+);",
          Pattern.DOTALL);

  private final SortedSet<String> speechless = new TreeSet<>();

  @Test
  void thePageOfLimitsIsUpToDate() throws IOException {
    String right = page();
    Files.createDirectories(RIGHT.getParent());
    Files.writeString(RIGHT, right);

    assertThat(speechless).as("limits whose javadoc says nothing").isEmpty();
    assertThat(PAGE).as("copy " + RIGHT + " over it").hasContent(right);
  }

  private String page() throws IOException {
    SortedSet<String> rows = new TreeSet<>();
    for (String module : MODULES) {
      Path sources = Path.of("..", module, "src", "main", "java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          addLimits(sources.relativize(file), Files.readString(file), rows);
        }
      }
    }
    return """
    # Limits

    What bounds memory, threads, files, disk and rates, as it stands in the code. What can be configured stands in
    configuration.md.

    | where | limit | value | what it bounds |
    |---|---|---|---|
    """
        + String.join("\n", rows)
        + "\n";
  }

  private void addLimits(Path file, String source, SortedSet<String> rows) {
    String type =
        file.toString().replace("io/millrace/", "").replace(".java", "").replace('/', '.');
    Matcher limit = LIMIT.matcher(source);
    while (limit.find()) {
      String javadoc = Objects.requireNonNullElse(limit.group(1), "");
      if (javadoc.isBlank()) {
        speechless.add(type + "." + limit.group(2));
      }
      rows.add(
          "| `%s` | `%s` | `%s` | %s |"
              .formatted(type, limit.group(2), inOneLine(limit.group(3)), what(javadoc)));
    }
  }

  private static String what(String javadoc) {
    return inOneLine(javadoc.replaceAll("(?m)^\\s*\\*", " "))
        .replaceAll("\\{@\\w+ ([^}]*)\\}", "`$1`");
  }

  private static String inOneLine(String text) {
    return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
