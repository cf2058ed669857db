package io.millrace.edge.config;

import io.millrace.base.config.ConfigFile;
import io.millrace.base.config.ConfigReader;
import io.millrace.base.config.KeyPath;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.local.LocalSocket;
import io.millrace.edge.derive.CounterRule;
import io.millrace.edge.derive.CounterSettings;
import io.millrace.edge.derive.DowntimeRule;
import io.millrace.edge.derive.DowntimeSettings;
import io.millrace.edge.derive.MeasureRule;
import io.millrace.edge.derive.Rules;
import io.millrace.edge.derive.StateRule;
import io.millrace.edge.derive.StateSettings;
import io.millrace.edge.derive.TelemetryRule;
import io.millrace.edge.journal.JournalSettings;
import io.millrace.edge.source.SourceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A checked agent.yaml. {@code data} is absolute; relative files that it names are below {@code
 * folder}; {@code relayAddresses} are host:port of the mutual-TLS listeners, none when enrolment is
 * to tell; {@code relayApi} is where to enrol.
 */
public record AgentConfig(
    String plant,
    Path folder,
    Path data,
    List<String> relayAddresses,
    @Nullable String relayApi,
    JournalSettings journal,
    List<SourceSettings> sources,
    Rules rules) {

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
    AgentConfig config =
        new AgentConfig(
            content.plant(),
            file.toAbsolutePath().normalize().resolveSibling(""),
            file.toAbsolutePath().resolveSibling(content.data()).normalize(),
            content.relay() == null ? List.of() : content.relay().addresses(),
            content.relay() == null ? null : content.relay().api(),
            content.journal(),
            content.sources().stream().map(SourcePart::settings).toList(),
            rules(content));
    checkSocket(read, config);
    return config;
  }

  private static void checkSocket(ConfigFile<AgentFile> file, AgentConfig config) {
    try {
      LocalSocket.fitting(config.socket());
    } catch (MillraceException e) {
      throw file.complaint(KeyPath.of("data"), e.detail());
    }
  }

  /** Where the running agent answers its command line. */
  public Path socket() {
    return data.resolve("agent.sock");
  }

  /** Where key and certificate are. */
  public Path identity() {
    return data.resolve("identity");
  }

  /** Where both streams are. */
  public Path journalFolder() {
    return data.resolve("journal");
  }

  /** Where certificates of OPC UA servers are kept. */
  public Path opcua() {
    return data.resolve("opcua");
  }

  /** The tags of each source. */
  public Map<String, Set<String>> tags() {
    return sources.stream()
        .collect(Collectors.toMap(SourceSettings::name, source -> source.tags().keySet()));
  }

  private static Rules rules(AgentFile content) {
    Map<String, SourceSettings> sources =
        content.sources().stream()
            .map(SourcePart::settings)
            .collect(Collectors.toMap(SourceSettings::name, Function.identity()));
    return new Rules(
        content.plant(),
        content.counters().stream().map(each -> counter(content.plant(), each, sources)).toList(),
        content.states().stream().map(each -> StateRule.of(content.plant(), each)).toList(),
        content.telemetry().stream().map(TelemetryRule::of).toList(),
        content.downtimes().stream().map(each -> downtime(content, each)).toList(),
        content.measures().stream().map(each -> MeasureRule.of(content.plant(), each)).toList());
  }

  private static DowntimeRule downtime(AgentFile content, DowntimeSettings settings) {
    Map<Long, String> stateNames =
        content.states().stream()
            .filter(state -> state.equipment().equals(settings.equipment()))
            .map(StateSettings::names)
            .findFirst()
            .orElse(Map.of());
    return DowntimeRule.of(content.plant(), settings, stateNames);
  }

  private static CounterRule counter(
      String plant, CounterSettings settings, Map<String, SourceSettings> sources) {
    SourceSettings source = Objects.requireNonNull(sources.get(settings.source()));
    long modulus = Objects.requireNonNull(source.tags().get(settings.tag())).kind().modulus();
    return CounterRule.of(plant, settings, modulus, source.poll());
  }
}
