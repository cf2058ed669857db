package io.millrace.edge.config;

import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A checked agent.yaml. {@code data} is absolute. */
public record AgentConfig(String plant, Path data) {

  /**
   * Blocks on the file. CONFIG_INVALID names file, line, key, value, what was expected and the
   * nearest right name; nothing else is touched.
   */
  public static AgentConfig read(Path file) {
    if (!Files.exists(file)) {
      throw new MillraceException(
          ErrorCode.CONFIG_INVALID,
          file + ": no such file: expected it there, or give another with --config FILE");
    }
    ConfigFile<AgentFile> read = ConfigReader.open(file, AgentFile.class);
    CrossChecks.check(read);
    AgentFile content = read.content();
    return new AgentConfig(
        content.plant(), file.toAbsolutePath().resolveSibling(content.data()).normalize());
  }
}
