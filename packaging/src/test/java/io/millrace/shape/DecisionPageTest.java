package io.millrace.shape;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.relay.casework.CaseClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of decisions has every class of case once, and every decision that a case offers. */
class DecisionPageTest {
  private static final Path PAGE = Path.of("reference", "decisions.md");
  private static final Path RELAY = Path.of("..", "cloud-relay", "src", "main", "java");
  private static final Pattern CELL = Pattern.compile("(?m)^\\| (`[A-Z_`, ]+`) \\|");
  private static final Pattern NAME = Pattern.compile("`([A-Z_]+)`");

  /** Names of decisions stand as constants of the types that open cases. */
  private static final Pattern DECISION =
      Pattern.compile("static final String [A-Z_]+ = \"([a-z-]+)\";");

  @Test
  void everyClassOfCaseStandsThereOnce() throws IOException {
    List<String> told = new ArrayList<>();
    Matcher cell = CELL.matcher(Files.readString(PAGE));
    while (cell.find()) {
      Matcher name = NAME.matcher(cell.group(1));
      while (name.find()) {
        told.add(name.group(1));
      }
    }

    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(CaseClass.values()).map(Enum::name).toList());
  }

  @Test
  void everyDecisionIsExplained() throws IOException {
    String page = Files.readString(PAGE);
    List<String> offered = new ArrayList<>(List.of("mended", "noted"));
    for (String type :
        List.of("counting/ChainCases", "counting/ResetCase", "posting/lane/Questions")) {
      Matcher decision =
          DECISION.matcher(Files.readString(RELAY.resolve("io/millrace/relay/" + type + ".java")));
      while (decision.find()) {
        offered.add(decision.group(1));
      }
    }

    assertThat(offered).hasSizeGreaterThan(12);
    assertThat(offered).allMatch(each -> Pattern.compile("`" + each + "\\b").matcher(page).find());
  }
}
