package io.millrace.base.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

class FailureTest {
  @TempDir Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void aFileOfAnotherUserIsNamedWithItsOwnerAndWhatToDo() {
    AccessDeniedException denied =
        new AccessDeniedException(folder.resolve("data/relay.lock").toString());

    assertThat(handle(new IllegalStateException(denied))).isEqualTo(ExitCode.CONFIG);
    assertThat(err.toString())
        .startsWith("FILE_DENIED: " + denied.getFile() + " cannot be used by user '")
        .contains("run it as the service's user")
        .doesNotContain("AccessDeniedException");
    assertThat(handle(new MillraceException(ErrorCode.CERTIFICATE_INVALID, "x: " + denied, denied)))
        .isEqualTo(ExitCode.CONFIG);
    assertThat(err.toString()).startsWith("FILE_DENIED: ");
  }

  @Test
  void aMessageThatSaysMoreThanTheClosedFileStays() {
    AccessDeniedException denied = new AccessDeniedException("secret");
    MillraceException better =
        new MillraceException(ErrorCode.CONFIG_INVALID, "erp.yaml:3:7: secret is closed", denied);

    assertThat(handle(better)).isEqualTo(ExitCode.CONFIG);
    assertThat(err.toString()).isEqualTo("CONFIG_INVALID: erp.yaml:3:7: secret is closed\n");
  }

  @Test
  void aHintOfItsOwnTakesThePlaceOfTheCodes() {
    assertThat(handle(MillraceException.hinted(ErrorCode.USAGE, "no note", "give --note")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).isEqualTo("USAGE: no note\n  -> give --note\n");
  }

  private int handle(Exception failure) {
    err.getBuffer().setLength(0);
    CommandLine line = new CommandLine(CommandSpec.forAnnotatedObject(new Nothing()));
    line.setErr(new PrintWriter(err));
    return new Failure().handleExecutionException(failure, line, line.parseArgs());
  }

  @Command(name = "nothing")
  static final class Nothing {}
}
