package io.millrace.relay.config;

import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.config.KeyPath;
import io.millrace.relay.inbound.InboundFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the files of the folder of webhooks; no two may have one name, or one path. */
final class InboundFiles {
  private InboundFiles() {}

  static List<InboundFile> read(List<Path> files) {
    Map<String, ConfigFile<InboundFile>> taken = new LinkedHashMap<>();
    for (Path file : files) {
      ConfigFile<InboundFile> read = ConfigReader.open(file, InboundFile.class);
      claim(taken, read, "webhook", read.content().webhook());
      claim(taken, read, "path", read.content().path());
    }
    return taken.values().stream().map(ConfigFile::content).distinct().toList();
  }

  private static void claim(
      Map<String, ConfigFile<InboundFile>> taken,
      ConfigFile<InboundFile> read,
      String key,
      String value) {
    ConfigFile<InboundFile> before = taken.putIfAbsent(key + " " + value, read);
    if (before != null) {
      throw read.complaint(KeyPath.of(key), "'" + value + "' is taken already by " + before.name());
    }
  }
}
