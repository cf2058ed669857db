package io.millrace.relay.flow.language;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One step of a flow; it begins when the one before has ended. */
public sealed interface Step {

  /** Unique in its flow. */
  String name();

  /**
   * Asks a target. {@code effect} names what that does to the world and is part of every key; it is
   * empty for a lookup, which does nothing. {@code lane} is the key of the lane at the target;
   * without one the run's. {@code inputs} by name; null passes on what every window has. {@code
   * results} are the names of what the answer will hold. {@code confirmed}: whether its inputs read
   * sums of what the step before has confirmed.
   */
  record Call(
      String name,
      String target,
      String operation,
      String effect,
      @Nullable Expression lane,
      @Nullable Map<String, Expression> inputs,
      List<String> results,
      boolean confirmed)
      implements Step {
    public Call {
      inputs = inputs == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
      results = List.copyOf(results);
    }

    /** Whether it only reads. */
    public boolean isLookup() {
      return effect.isEmpty();
    }
  }

  /** Computes values that later steps know as {@code vars}. */
  record Compute(String name, Map<String, Expression> values) implements Step {
    public Compute {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** Ends the run unless this holds. */
  record When(String name, Expression condition) implements Step {}

  /**
   * Waits for an event of that type whose {@code theirs} is equal to the run's {@code ours} and
   * which fulfils the condition, whether it comes or has come since the run began; of the run's own
   * plant unless {@code anyPlant}. After {@code limit} a person is asked.
   */
  record Wait(
      String name,
      String type,
      @Nullable Expression condition,
      Expression theirs,
      Expression ours,
      boolean anyPlant,
      Duration limit)
      implements Step {
    /** Longest that a run waits before a person is asked. */
    public static final Duration LIMIT_MAX = Duration.ofDays(90);

    /** What is compared, equal for all flows that wait for the same. */
    public String expression() {
      return type + "\n" + theirs.source();
    }
  }
}
