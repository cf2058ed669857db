package io.millrace.relay.config;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.connector.Target;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.FlowSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the files of the folder of flows. */
final class FlowFiles {
  private FlowFiles() {}

  /** CONFIG_INVALID as {@link FlowSet#add}. */
  static List<Flow> read(List<Path> files, List<Target> targets) {
    FlowSet flows = new FlowSet(targets);
    for (Path file : files) {
      try {
        flows.add(file.toString(), Files.readString(file));
      } catch (IOException e) {
        throw new MillraceException(
            ErrorCode.CONFIG_INVALID, file + ": cannot be read: " + e.getMessage(), e);
      }
    }
    return flows.all();
  }
}
