package io.millrace.relay.config;

import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.config.KeyPath;
import io.millrace.relay.connector.Target;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of the folder of targets; no two may have one name. */
final class TargetFiles {
  private final Map<String, ConfigFile<Target>> byName = new LinkedHashMap<>();

  TargetFiles(List<Path> files) {
    for (Path file : files) {
      ConfigFile<Target> read = ConfigReader.open(file, Target.class);
      String name = read.content().target();
      ConfigFile<Target> before = byName.putIfAbsent(name, read);
      if (before != null) {
        throw read.complaint(
            KeyPath.of("target"), "'" + name + "' is taken already by " + before.name());
      }
    }
  }

  List<Target> all() {
    return byName.values().stream().map(ConfigFile::content).toList();
  }
}
