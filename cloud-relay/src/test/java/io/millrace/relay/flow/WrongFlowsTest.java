package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.base.error.MillraceException;
import io.millrace.relay.flow.language.FlowSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people write wrongly, and the sentence that helps them: one file each, beside its text. */
public class WrongFlowsTest {

  @Test
  void thereAreAtLeastTwentyAndTheRightOnesPass() {
    assertThat(wrong().count()).isGreaterThanOrEqualTo(20);
    for (String right : List.of("confirm-production", "hold-nonconforming", "downtime-alert")) {
      FlowSet flows = new FlowSet(StepFlows.TARGETS);
      assertThat(flows.add(right, read(folder().resolve(right + ".yaml")))).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aWrongFlowIsToldWithItsPlaceAndTheNearestRightName(Path file) {
    String golden = read(file.resolveSibling(name(file).replace(".yaml", ".txt"))).strip();

    Throwable thrown =
        catchThrowable(() -> new FlowSet(StepFlows.TARGETS).add(name(file), read(file)));

    assertThat(thrown).isInstanceOf(MillraceException.class);
    assertThat(thrown.getMessage()).isEqualTo("CONFIG_INVALID: " + golden);
  }

  /** The wrong files, sorted. */
  public static Stream<Path> wrong() {
    try (Stream<Path> files = Files.list(folder().resolve("wrong"))) {
      return files.filter(file -> name(file).endsWith(".yaml")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      var url = WrongFlowsTest.class.getResource("/flows");
      return Path.of(java.util.Objects.requireNonNull(url).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
