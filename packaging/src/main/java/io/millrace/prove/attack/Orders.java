package io.millrace.prove.attack;

import io.millrace.base.time.Clock;
import io.millrace.prove.line.AgentPages;
import io.millrace.prove.line.Line;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.GetAgentStatusResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes orders and resets counters, one press at a time, while the agent looks: a change that
 * nobody watches leaves pieces that could belong to either order, which is another question than
 * the one that is asked here. One thread.
 */
public final class Orders {
  private static final int RESETS_MAX = 100;
  private static final String ACTIVE = "active";

  private final Line line;
  private final Clock clock;
  private final List<String> presses;
  private final Duration period;
  private final Queue<String> resets = new ArrayDeque<>();
  private long dueNanos;
  private int turn;
  private boolean held;
  private @Nullable BooleanSupplier settled;

  /** Changes the order of one press, in turn, once in that time. */
  public Orders(Line line, Duration period, Clock clock) {
    this.line = line;
    this.period = period;
    this.clock = clock;
    this.presses = line.registers().presses();
    this.dueNanos = clock.nanos() + period.toNanos();
  }

  /** Resets the counters of that press as soon as it can be watched. */
  public void resetSoon(String press) {
    if (resets.size() < RESETS_MAX) {
      resets.add(press);
    }
  }

  /** Whether no change is under way. */
  public boolean areSettled() {
    return settled == null;
  }

  /** Begins nothing while true. */
  void hold(boolean hold) {
    held = hold;
  }

  /** One step. */
  public void advance() {
    if (settled != null) {
      settled = settled.getAsBoolean() ? null : settled;
      return;
    }
    boolean due = clock.nanos() - dueNanos >= 0;
    if (held || !(due || !resets.isEmpty())) {
      return;
    }
    Optional<GetAgentStatusResponse> status = line.agentPages().status().filter(this::isWatching);
    if (status.isPresent() && !resets.isEmpty()) {
      reset(resets.remove(), status.get());
    } else if (status.isPresent()) {
      change(presses.get(turn++ % presses.size()));
      dueNanos = clock.nanos() + period.toNanos();
    }
  }

  /** Whether the agent reads every press now and knows its order. */
  private boolean isWatching(GetAgentStatusResponse status) {
    return status.getSourcesList().stream().allMatch(source -> source.getState().equals(ACTIVE))
        && presses.stream()
            .allMatch(press -> AgentPages.isOn(status, press, line.registers().order(press)));
  }

  private void change(String press) {
    String before = line.registers().order(press);
    line.plant().changeOrder(press);
    settled =
        () -> {
          String now = line.registers().order(press);
          return !now.equals(before)
              && line.agentPages().status().filter(s -> AgentPages.isOn(s, press, now)).isPresent();
        };
  }

  private void reset(String press, GetAgentStatusResponse status) {
    String before = generations(status, press);
    line.plant().reset(press);
    settled =
        () ->
            line.agentPages()
                .status()
                .filter(now -> !generations(now, press).equals(before))
                .isPresent();
  }

  private static String generations(GetAgentStatusResponse status, String press) {
    return status.getCountersList().stream()
        .filter(counter -> counter.getEquipment().endsWith("/" + press))
        .map(CounterStatus::getGeneration)
        .sorted()
        .collect(Collectors.joining(","));
  }
}
