package io.millrace.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A claim and whether it held. {@code held} is null when it could not be tried, and then {@code
 * also} holds {@code why}. {@code ratio} is value / {@code baseline} where a baseline was taken in
 * the same run; {@code goal} says in words what had to hold; {@code also} are further figures in
 * the order in which they are shown.
 */
public record Measurement(
    String name,
    @Nullable Boolean held,
    double value,
    String unit,
    @Nullable Double ratio,
    @Nullable Double baseline,
    String goal,
    long seed,
    Map<String, Object> also) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HELD = 0;
  private static final int HELD_NOT = 1;
  private static final int NOT_TRIED = 2;
  private static final double THOUSANDS = 1000;

  public Measurement {
    also = new LinkedHashMap<>(also);
  }

  /** One without a baseline. */
  public static Measurement of(
      String name, boolean held, double value, String unit, String goal, long seed) {
    return new Measurement(name, held, value, unit, null, null, goal, seed, Map.of());
  }

  /** One against a baseline of the same run, held from that ratio on. */
  public static Measurement against(
      String name, double value, String unit, double baseline, double goalRatio, long seed) {
    double ratio = value / baseline;
    String goal = "at least " + goalRatio + " x baseline";
    return new Measurement(
        name, ratio >= goalRatio, value, unit, ratio, baseline, goal, seed, Map.of());
  }

  /** One that could not be tried, and why. */
  public static Measurement notTried(String name, String goal, long seed, String why) {
    return new Measurement(name, null, 0, "", null, null, goal, seed, Map.of("why", why));
  }

  /** The same with one more figure: a number, text, truth, list or map. */
  public Measurement with(String figure, Object amount) {
    Map<String, Object> more = new LinkedHashMap<>(also);
    more.put(figure, amount);
    return new Measurement(name, held, value, unit, ratio, baseline, goal, seed, more);
  }

  /** 0 held, 1 not held, 2 not tried. */
  public int exitCode() {
    if (held == null) {
      return NOT_TRIED;
    }
    return held ? HELD : HELD_NOT;
  }

  /** One line; names the machine that it ran on. */
  public String json() {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("name", name);
    line.put("held", held);
    line.put("value", rounded(value));
    line.put("unit", unit);
    line.put("ratio", ratio == null ? null : rounded(ratio));
    line.put("baseline", baseline == null ? null : rounded(baseline));
    line.put("goal", goal);
    line.put("seed", seed);
    line.put("machine", Machine.name());
    line.put("also", also);
    return JSON.valueToTree(line).toString();
  }

  /** A few lines for people, without a last line feed. */
  public String table() {
    StringBuilder text = new StringBuilder();
    row(text, name, verdict());
    row(text, "goal", goal);
    if (held != null) {
      row(text, "value", rounded(value) + " " + unit);
    }
    if (baseline != null && ratio != null) {
      row(text, "baseline", rounded(baseline) + " " + unit);
      row(text, "ratio", rounded(ratio));
    }
    also.forEach((figure, amount) -> row(text, figure, amount));
    row(text, "seed", seed);
    row(text, "machine", Machine.name());
    return text.toString().stripTrailing();
  }

  private String verdict() {
    if (held == null) {
      return "could not be tried";
    }
    return held ? "held" : "DID NOT HOLD";
  }

  private static void row(StringBuilder text, String left, Object right) {
    text.append("%-28s %s%n".formatted(left, right));
  }

  private static double rounded(double number) {
    return Math.round(number * THOUSANDS) / THOUSANDS;
  }
}
