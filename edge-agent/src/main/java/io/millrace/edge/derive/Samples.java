package io.millrace.edge.derive;

import io.millrace.edge.reading.Quality;
import io.millrace.edge.reading.Reading;
import io.millrace.edge.reading.Scan;
import io.millrace.edge.reading.Value;
import io.millrace.v1.Event;
import io.millrace.v1.Sample;
import io.millrace.v1.Telemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Telemetry of one rule: what changed since it was journalled last, and what is due again. What was
 * told is forgotten at a restart, so that each run begins with all values. One owner thread.
 */
final class Samples {
  /** Samples of one event. */
  static final int SAMPLES_MAX = 1_000;

  private final TelemetryRule rule;
  private final String plant;
  private final Map<String, Told> told = new HashMap<>();

  Samples(String plant, TelemetryRule rule) {
    this.plant = plant;
    this.rule = rule;
  }

  TelemetryRule rule() {
    return rule;
  }

  /** What is to be told of the scan: one event, more only beyond {@link #SAMPLES_MAX}. */
  List<Event> derive(Scan scan, EventDraft draft) {
    List<Sample> samples = new ArrayList<>();
    for (Reading reading : scan.readings()) {
      Value value = reading.value();
      if (value != null && rule.wants(reading.tag()) && due(reading.tag(), value, scan)) {
        samples.add(sample(reading, value));
      }
    }
    List<Event> events = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += SAMPLES_MAX) {
      int to = Math.min(samples.size(), from + SAMPLES_MAX);
      events.add(
          draft
              .begin(plant, List.of(), io.millrace.v1.Quality.QUALITY_GOOD)
              .setTelemetry(Telemetry.newBuilder().addAllSamples(samples.subList(from, to)))
              .build());
    }
    return events;
  }

  /** The event of that scan is in the journal. */
  void told(Event event, Scan scan) {
    Map<String, Reading> readings = Sight.byTag(scan);
    for (Sample sample : event.getTelemetry().getSamplesList()) {
      Reading reading = readings.get(sample.getTag());
      if (reading != null && rule.wants(sample.getTag())) {
        told.put(sample.getTag(), new Told(reading.value(), scan.observedNanos()));
      }
    }
  }

  private boolean due(String tag, Value value, Scan scan) {
    Told last = told.get(tag);
    return last == null
        || !value.equals(last.value())
        || scan.observedNanos() - last.nanos() >= rule.heartbeat().toNanos();
  }

  private static Sample sample(Reading reading, Value value) {
    Sample.Builder sample =
        Sample.newBuilder()
            .setTag(reading.tag())
            .setQuality(
                reading.quality() == Quality.GOOD
                    ? io.millrace.v1.Quality.QUALITY_GOOD
                    : io.millrace.v1.Quality.QUALITY_UNCERTAIN);
    if (value instanceof Value.Whole whole) {
      sample.setWhole(whole.value());
    } else if (value instanceof Value.Real real) {
      sample.setReal(real.value());
    } else if (value instanceof Value.Text text) {
      sample.setText(text.value());
    } else if (value instanceof Value.Truth truth) {
      sample.setTruth(truth.value());
    }
    return sample.build();
  }

  private record Told(@Nullable Value value, long nanos) {}
}
