package io.millrace.relay.overview;

import io.millrace.base.quantity.Quantity;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterTotal;
import io.millrace.v1.Held;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The counts of one machine over all orders, and what lies between them. {@code register} and
 * {@code journalled} are empty when no agent has reported; {@code open} is by state of posting.
 */
record MachineSum(
    Optional<Quantity> register,
    Optional<Quantity> journalled,
    Quantity logged,
    Quantity withheld,
    Quantity planned,
    Quantity posted,
    Map<String, Quantity> open) {
  private static final String JOURNAL = "journal";
  private static final String LOG = "log";
  private static final String POST = "post";
  private static final List<String> GRAVEST_FIRST =
      List.of("REJECTED", "UNKNOWN", "PARKED", "READY", "SENDING");

  MachineSum {
    open = Map.copyOf(open);
  }

  static MachineSum of(List<CounterTotal> counters, Map<String, Quantity> open) {
    return new MachineSum(
        reported(counters, CounterTotal::getRegister),
        reported(counters, CounterTotal::getJournalled),
        sum(counters, CounterTotal::getLogged),
        sum(counters, CounterTotal::getWithheld),
        sum(counters, CounterTotal::getPlanned),
        sum(counters, CounterTotal::getPosted),
        open);
  }

  /**
   * The same with register and journal as they must have been by now: what was logged since the
   * agent reported was in both. More than that is no lag, and is left to be seen.
   */
  MachineSum lifted(Quantity loggedSince) {
    Optional<Quantity> kept = journalled.map(told -> lift(told, logged, loggedSince));
    return new MachineSum(
        register.map(told -> lift(told, kept.orElse(logged), loggedSince)),
        kept,
        logged,
        withheld,
        planned,
        posted,
        open);
  }

  private static Quantity lift(Quantity told, Quantity least, Quantity most) {
    Quantity missing = least.minus(told);
    if (missing.compareTo(Quantity.ZERO) <= 0) {
      return told;
    }
    return told.plus(missing.compareTo(most) < 0 ? missing : most);
  }

  /** What each step has that the next one has not got; an agent, if known, says why. */
  List<Held> held(Optional<AgentStatus> agent) {
    List<Held> held = new ArrayList<>();
    register.ifPresent(read -> journalled.ifPresent(kept -> journal(held, read, kept, agent)));
    journalled.ifPresent(kept -> log(held, kept.minus(logged), agent));
    add(held, POST, "WITHHELD", withheld, "waiting for a decision");
    for (String state : GRAVEST_FIRST) {
      add(held, POST, state, open.getOrDefault(state, Quantity.ZERO), words(state));
    }
    add(held, POST, "GATHERING", logged.minus(withheld).minus(planned), "gathering");
    Quantity underWay = open.values().stream().reduce(Quantity.ZERO, Quantity::plus);
    add(held, POST, "SET_ASIDE", planned.minus(posted).minus(underWay), "set aside");
    return held;
  }

  private static void journal(
      List<Held> held, Quantity read, Quantity kept, Optional<AgentStatus> agent) {
    String blocked = agent.map(AgentStatus::getBlocked).orElse("");
    add(
        held,
        JOURNAL,
        blocked.isEmpty() ? "IN_FLIGHT" : "BLOCKED",
        read.minus(kept),
        blocked.isEmpty() ? "being journalled" : blocked);
  }

  private static void log(List<Held> held, Quantity missing, Optional<AgentStatus> agent) {
    boolean live = agent.map(AgentStatus::getLive).orElse(false);
    add(
        held,
        LOG,
        live ? "IN_FLIGHT" : "OFFLINE",
        missing,
        live ? "being sent" : "agent not connected");
  }

  private static void add(
      List<Held> held, String step, String reason, Quantity quantity, String text) {
    if (quantity.compareTo(Quantity.ZERO) > 0) {
      held.add(
          Held.newBuilder()
              .setStep(step)
              .setReason(reason)
              .setQuantity(quantity.toString())
              .setText(text)
              .build());
    }
  }

  private static String words(String state) {
    return switch (state) {
      case "REJECTED" -> "rejected";
      case "UNKNOWN" -> "outcome unknown";
      case "PARKED" -> "parked";
      case "READY" -> "waiting";
      default -> "being posted";
    };
  }

  private static Quantity sum(
      List<CounterTotal> counters, Function<CounterTotal, String> quantity) {
    return counters.stream()
        .map(quantity)
        .map(Quantity::parse)
        .reduce(Quantity.ZERO, Quantity::plus);
  }

  /** Told for the order being made only, but of the whole counter: so once per counter. */
  private static Optional<Quantity> reported(
      List<CounterTotal> counters, Function<CounterTotal, String> quantity) {
    Map<String, Quantity> known = new HashMap<>();
    for (CounterTotal counter : counters) {
      String told = quantity.apply(counter);
      if (!told.isEmpty()) {
        known.put(counter.getCounter(), Quantity.parse(told));
      }
    }
    long all = counters.stream().map(CounterTotal::getCounter).distinct().count();
    return known.isEmpty() || known.size() < all
        ? Optional.empty()
        : Optional.of(known.values().stream().reduce(Quantity.ZERO, Quantity::plus));
  }
}
