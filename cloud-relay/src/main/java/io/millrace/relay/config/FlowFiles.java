package io.millrace.relay.config;

import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.config.KeyPath;
import io.millrace.base.config.Nearest;
import io.millrace.relay.connector.Target;
import io.millrace.relay.flow.Flow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the files of the folder of flows and holds them against each other and the targets. */
final class FlowFiles {
  private final Map<String, ConfigFile<FlowFile>> byName = new LinkedHashMap<>();
  private final Map<List<String>, ConfigFile<FlowFile>> byEffect = new LinkedHashMap<>();
  private final Map<String, Target> targets = new TreeMap<>();

  FlowFiles(List<Path> files, List<Target> targets) {
    targets.forEach(target -> this.targets.put(target.target(), target));
    for (Path file : files) {
      ConfigFile<FlowFile> read = ConfigReader.open(file, FlowFile.class);
      checkTarget(read);
      checkName(read);
      checkEffect(read);
    }
  }

  List<Flow> all() {
    List<Flow> all = new ArrayList<>();
    byName.values().forEach(file -> all.add(file.content().toFlow()));
    return all;
  }

  private void checkTarget(ConfigFile<FlowFile> read) {
    FlowFile flow = read.content();
    Target target = targets.get(flow.target());
    if (target == null) {
      throw read.complaint(
          KeyPath.of("target"), unknown("target", flow.target(), targets.keySet()));
    }
    if (!target.operations().containsKey(flow.operation())) {
      throw read.complaint(
          KeyPath.of("operation"),
          unknown(
              "operation of target " + flow.target(),
              flow.operation(),
              new TreeSet<>(target.operations().keySet())));
    }
  }

  private void checkName(ConfigFile<FlowFile> read) {
    ConfigFile<FlowFile> before = byName.putIfAbsent(read.content().flow(), read);
    if (before != null) {
      throw read.complaint(
          KeyPath.of("flow"),
          "'" + read.content().flow() + "' is taken already by " + before.name());
    }
  }

  private void checkEffect(ConfigFile<FlowFile> read) {
    FlowFile flow = read.content();
    ConfigFile<FlowFile> before =
        byEffect.putIfAbsent(List.of(flow.target(), flow.operation(), flow.effect()), read);
    if (before != null) {
      throw read.complaint(
          KeyPath.of("effect"),
          "'%s' by operation '%s' is done already by flow %s (%s): both would post every count"
              .formatted(flow.effect(), flow.operation(), before.content().flow(), before.name()));
    }
  }

  private static String unknown(String what, String name, Collection<String> known) {
    return known.isEmpty()
        ? "'%s' is no %s: there are none".formatted(name, what)
        : "'%s' is no %s, expected one of %s%s"
            .formatted(name, what, String.join(", ", known), Nearest.suggestion(name, known));
  }
}
