package io.millrace.prove.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is to be started: a name for its logs, the words of the command, where and with what. */
public record Launch(
    String name, List<String> command, Path folder, Path logs, Map<String, String> environment) {

  public Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** In that folder, with the logs beside it and this process's environment. */
  public static Launch of(String name, Path folder, Path logs, List<String> command) {
    return new Launch(name, command, folder, logs, Map.of());
  }

  /** The same with one more variable. */
  public Launch with(String variable, String value) {
    return with(Map.of(variable, value));
  }

  /** The same with more variables. */
  public Launch with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new Launch(name, command, folder, logs, all);
  }
}
