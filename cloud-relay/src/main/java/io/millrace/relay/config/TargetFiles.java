package io.millrace.relay.config;

import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.config.KeyPath;
import io.millrace.base.config.Secret;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.connector.Auth;
import io.millrace.relay.connector.Level;
import io.millrace.relay.connector.Target;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Their secrets' files are absolute from here on. */
  List<Target> all() {
    return byName.values().stream()
        .map(read -> read.content().withSecretsBelow(folder(read)))
        .toList();
  }

  /** CONFIG_INVALID names file, line, key and what was looked for. */
  void requireSecrets() {
    for (ConfigFile<Target> read : byName.values()) {
      Auth auth = read.content().auth();
      if (auth != null) {
        requireSecret(read, auth.oauth2().clientSecret());
      }
    }
  }

  private static void requireSecret(ConfigFile<Target> read, Secret secret) {
    try {
      secret.reveal(folder(read));
    } catch (MillraceException e) {
      throw read.complaint(KeyPath.of("auth", "oauth2", "client_secret"), e.detail());
    }
  }

  /** What stands for what a file does not say, where postings depend on it. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    for (ConfigFile<Target> read : byName.values()) {
      Target target = read.content();
      boolean verified =
          target.operations().values().stream().anyMatch(each -> each.level() == Level.L3);
      if (verified && !read.has(KeyPath.of("limits", "settle"))) {
        remarks.add(
            ("%s: limits.settle is not given, %d s is taken: L3 holds if %s commits within %d s"
                    + " after a request's timeout of %d s, or never")
                .formatted(
                    read.name(),
                    target.limits().settle().toSeconds(),
                    target.target(),
                    target.limits().settle().toSeconds(),
                    target.limits().timeout().toSeconds()));
      }
    }
    return remarks;
  }

  private static Path folder(ConfigFile<Target> read) {
    Path parent = Path.of(read.name()).toAbsolutePath().getParent();
    return parent == null ? Path.of("") : parent;
  }
}
