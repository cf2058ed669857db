package io.millrace.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.command.ExitCode;
import io.millrace.base.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The list of errors for readers is that of the code. When it is stale, the right text stands in
 * target/errors.md and is to be copied over it.
 */
class ErrorTableTest {
  private static final Path PAGE = Path.of("reference", "errors.md");
  private static final Path RIGHT = Path.of("target", "errors.md");

  @Test
  void thePageOfErrorsIsUpToDate() throws IOException {
    String right = page();
    Files.createDirectories(RIGHT.getParent());
    Files.writeString(RIGHT, right);

    assertThat(PAGE).as("copy " + RIGHT + " over it").hasContent(right);
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Errors

            Every failure that an operator can meet, by the code that stands in messages, logs and refusals.
            RETRY: tried again by itself. REJECT: the sender is refused. REPAIR: waits for a person. FATAL: ends or
            restarts the part.

            The exit code is that of a command, or of a program that could not start, which failed with it; after
            78 another start changes nothing before a person did.

            | code | exit | who acts | what it is | what to do |
            |---|---|---|---|---|
            """);
    for (ErrorCode code : ErrorCode.values()) {
      page.append(
          "| `%s` | %d | %s | %s | %s |\n"
              .formatted(code, ExitCode.of(code), code.category(), code.meaning(), code.hint()));
    }
    return page.toString();
  }
}
