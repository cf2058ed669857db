package io.millrace.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.base.config.KnownKeys;
import io.millrace.base.config.Rate;
import io.millrace.base.config.Secret;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page of configuration keys has every key that the records of the files have, with its type,
 * and no other. What a key means is written by hand.
 */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("reference", "configuration.md");
  private static final Path LANGUAGE =
      Path.of("..", "cloud-relay/src/main/java/io/millrace/relay/flow/language");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\| (.+) \\|$");

  private static final Map<String, String> FILES =
      Map.of(
          "agent.yaml", "io.millrace.edge.config.AgentFile",
          "relay.yaml", "io.millrace.relay.config.RelayFile",
          "targets/*.yaml", "io.millrace.relay.connector.Target",
          "inbound/*.yaml", "io.millrace.relay.inbound.InboundFile");

  /** Records and classes that stand as one value in a file. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry(String.class.getName(), "text"),
          Map.entry(Integer.class.getName(), "whole number"),
          Map.entry(Long.class.getName(), "whole number"),
          Map.entry(Boolean.class.getName(), "true or false"),
          Map.entry(BigDecimal.class.getName(), "decimal"),
          Map.entry(Duration.class.getName(), "time"),
          Map.entry(Rate.class.getName(), "rate"),
          Map.entry(Secret.class.getName(), "secret"),
          Map.entry(URI.class.getName(), "address"),
          Map.entry(Path.class.getName(), "path"),
          Map.entry(JsonNode.class.getName(), "any YAML"),
          Map.entry("io.millrace.base.config.ByteSize", "size"),
          Map.entry("io.millrace.relay.connector.StatusRange", "status or range"));

  @Test
  void thePageHasEveryKeyOfTheFilesWithItsTypeAndNoOther() throws Exception {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      List<String> keys = new ArrayList<>();
      collect("", Class.forName(file.getValue()), keys);

      assertThat(rows(file.getKey()))
          .as("keys and types of %s on %s", file.getKey(), PAGE)
          .containsExactlyElementsOf(new TreeSet<>(keys));
    }
  }

  /** Flows are read part by part: the names of their keys stand in sets of the readers. */
  @Test
  void thePageHasEveryKeyOfFlowsAndNoOther() throws IOException {
    TreeSet<String> known = new TreeSet<>();
    for (String reader : List.of("FlowReader", "StepsReader")) {
      Matcher set =
          Pattern.compile("Set\\.of\\(([^)]+)\\)")
              .matcher(Files.readString(LANGUAGE.resolve(reader + ".java")));
      while (set.find()) {
        Stream.of(set.group(1).split(",", -1))
            .map(name -> name.strip().replace("\"", ""))
            .forEach(known::add);
      }
    }

    TreeSet<String> told = new TreeSet<>();
    for (String row : rows("flows/*.yaml")) {
      Stream.of(row.split(" : ", 2)[0].split("\\.", -1))
          .map(name -> name.replace("[]", ""))
          .forEach(told::add);
    }
    assertThat(told).isEqualTo(known);
  }

  private static SortedSet<String> rows(String file) throws IOException {
    String section = Files.readString(PAGE).split("\n## " + Pattern.quote(file) + "\n", -1)[1];
    Matcher row = ROW.matcher(section.split("\n## ", -1)[0]);
    TreeSet<String> rows = new TreeSet<>();
    while (row.find()) {
      rows.add(row.group(1) + " : " + row.group(2));
    }
    return rows;
  }

  private static void collect(String path, Type type, List<String> keys) {
    Class<?> raw = type instanceof ParameterizedType several ? raw(several) : (Class<?>) type;
    if (VALUES.containsKey(raw.getName())) {
      keys.add(path + " : " + VALUES.get(raw.getName()));
    } else if (raw.isEnum()) {
      keys.add(path + " : " + names(raw));
    } else if (List.class.isAssignableFrom(raw)) {
      collect(path + "[]", ((ParameterizedType) type).getActualTypeArguments()[0], keys);
    } else if (Map.class.isAssignableFrom(raw)) {
      collect(path + ".NAME", ((ParameterizedType) type).getActualTypeArguments()[1], keys);
    } else {
      assertThat(raw.isRecord()).as("%s at %s is a record", raw, path).isTrue();
      for (RecordComponent part : raw.getRecordComponents()) {
        String key = KnownKeys.of(part);
        collect(path.isEmpty() ? key : path + "." + key, part.getGenericType(), keys);
      }
    }
  }

  private static Class<?> raw(ParameterizedType type) {
    return (Class<?>) type.getRawType();
  }

  /** Levels are upper case everywhere; the rest is written small, as it prints. */
  private static String names(Class<?> type) {
    return Stream.of(type.getEnumConstants())
        .map(Object::toString)
        .map(name -> name.matches("L\\d") ? name : name.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
