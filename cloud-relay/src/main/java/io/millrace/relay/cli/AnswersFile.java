package io.millrace.relay.cli;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.config.KeyPath;
import io.millrace.base.config.Nearest;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.Step;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What targets are said to answer in a rehearsal: a file of JSON, held against its flow. Pure. */
final class AnswersFile {
  private static final String DOCUMENT = "document";
  private static final Pattern ESCAPE = Pattern.compile("\\\\.");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\ufffe\\uffff]");

  private AnswersFile() {}

  /** Answers by operation, such as erp.reschedule: values by name. */
  private record Answers(Map<String, Map<String, String>> byOperation) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private Answers {}
  }

  /**
   * By operation: document and results by name. CONFIG_INVALID names file, line, key, value, what
   * was expected and the nearest right name; also for what the flow would never ask or read.
   */
  static Map<String, Map<String, String>> read(String name, String json, Flow flow) {
    ConfigFile<Answers> file = ConfigReader.open(name, yaml(json), Answers.class);
    Map<String, Set<String>> asked = asked(flow);
    file.content()
        .byOperation()
        .forEach(
            (operation, answer) -> {
              Set<String> names = asked.get(operation);
              if (names == null) {
                throw unknown(
                    file,
                    KeyPath.of(operation),
                    "operation of flow " + flow.name(),
                    asked.keySet());
              }
              check(file, operation, answer, names);
            });
    return file.content().byOperation();
  }

  /**
   * JSON is YAML but for tabs between its tokens, the escape of a slash, and characters that YAML
   * wants escaped; a key and its colon must stand on one line. Lines stay what they were.
   */
  private static String yaml(String json) {
    String tokens = json.replace('\t', ' ');
    String escapes = ESCAPE.matcher(tokens).replaceAll(each -> slash(each.group()));
    return UNPRINTABLE
        .matcher(escapes)
        .replaceAll(each -> "\\\\u%04x".formatted((int) each.group().charAt(0)));
  }

  private static String slash(String escape) {
    return escape.equals("\\/") ? "/" : Matcher.quoteReplacement(escape);
  }

  private static void check(
      ConfigFile<Answers> file, String operation, Map<String, String> answer, Set<String> names) {
    KeyPath at = KeyPath.of(operation);
    if (answer == null) {
      throw file.complaint(at, "has no value");
    }
    answer.forEach(
        (name, value) -> {
          if (!names.contains(name)) {
            throw unknown(file, at.then(name), "value of " + operation, names);
          }
          if (value == null) {
            throw file.complaint(at.then(name), "has no value");
          }
        });
  }

  private static MillraceException unknown(
      ConfigFile<Answers> file, KeyPath at, String what, Set<String> right) {
    String wrong = at.steps().get(at.steps().size() - 1).toString();
    return file.complaint(
        at,
        right.isEmpty()
            ? "'%s' is no %s, which asks nobody".formatted(wrong, what)
            : "'%s' is no %s, expected one of %s%s"
                .formatted(
                    wrong, what, String.join(", ", right), Nearest.suggestion(wrong, right)));
  }

  private static Map<String, Set<String>> asked(Flow flow) {
    Map<String, Set<String>> asked = new TreeMap<>();
    for (Step step : flow.steps()) {
      if (step instanceof Step.Call call) {
        Set<String> names =
            asked.computeIfAbsent(
                call.target() + "." + call.operation(), absent -> new TreeSet<>(Set.of(DOCUMENT)));
        names.addAll(call.results());
      }
    }
    return asked;
  }
}
