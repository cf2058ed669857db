package io.millrace.edge.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.millrace.edge.derive.CounterSettings;
import io.millrace.edge.derive.DowntimeSettings;
import io.millrace.edge.derive.MeasureSettings;
import io.millrace.edge.derive.Rules;
import io.millrace.edge.derive.StateSettings;
import io.millrace.edge.derive.TelemetrySettings;
import io.millrace.edge.journal.JournalSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** agent.yaml as it is written. Each part checks itself; {@link CrossChecks} what spans parts. */
record AgentFile(
    @JsonProperty(required = true) String plant,
    String data,
    @Nullable RelayPart relay,
    JournalSettings journal,
    @JsonProperty(required = true) List<SourcePart> sources,
    List<CounterSettings> counters,
    List<StateSettings> states,
    List<TelemetrySettings> telemetry,
    List<DowntimeSettings> downtimes,
    List<MeasureSettings> measures) {
  private static final int PLANT_NAMES = 2;

  /** Sources of one agent. */
  private static final int SOURCES_MAX = 200;

  AgentFile {
    Name.path("plant", plant, PLANT_NAMES, "enterprise/site, for example acme/graz");
    data = data == null ? "data" : data;
    journal = journal == null ? JournalSettings.defaults() : journal;
    sources = List.copyOf(sources);
    counters = counters == null ? List.of() : List.copyOf(counters);
    states = states == null ? List.of() : List.copyOf(states);
    telemetry = telemetry == null ? List.of() : List.copyOf(telemetry);
    downtimes = downtimes == null ? List.of() : List.copyOf(downtimes);
    measures = measures == null ? List.of() : List.copyOf(measures);
    Bounds.within("sources", sources.size(), 1, SOURCES_MAX);
    Bounds.within("counters", counters.size(), 0, Rules.COUNTERS_MAX);
    Bounds.within("states", states.size(), 0, Rules.COUNTERS_MAX);
    Bounds.within("telemetry", telemetry.size(), 0, SOURCES_MAX);
    Bounds.within("downtimes", downtimes.size(), 0, Rules.COUNTERS_MAX);
    Bounds.within("measures", measures.size(), 0, Rules.COUNTERS_MAX);
  }
}
