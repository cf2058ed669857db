package io.millrace.relay.overview;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.overview.MachineBoard.CounterName;
import io.millrace.relay.overview.MachineBoard.Working;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterTotal;
import io.millrace.v1.Machine;
import io.millrace.v1.SourceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Adds counters up to machines and says what each step holds. Pure. */
final class MachineCounts {
  private static final String TOTAL = "TOTAL";

  private final Map<CounterName, Map<String, Quantity>> open;
  private final Map<CounterName, Working> working;
  private final Map<String, AgentStatus> agents = new HashMap<>();
  private final Since since;

  private MachineCounts(
      Map<CounterName, Map<String, Quantity>> open,
      Map<CounterName, Working> working,
      List<AgentStatus> agents,
      Since since) {
    this.since = since;
    this.open = open;
    this.working = working;
    agents.forEach(agent -> this.agents.put(agent.getAgent(), agent));
  }

  static List<Machine> of(
      List<CounterTotal> counters,
      Map<CounterName, Map<String, Quantity>> open,
      Map<CounterName, Working> working,
      List<AgentStatus> agents,
      Since since) {
    Map<Place, List<CounterTotal>> places = new TreeMap<>();
    counters.forEach(
        counter ->
            places
                .computeIfAbsent(
                    new Place(counter.getPlant(), counter.getEquipment()),
                    absent -> new ArrayList<>())
                .add(counter));
    MachineCounts counts = new MachineCounts(open, working, agents, since);
    return places.entrySet().stream()
        .map(entry -> counts.machine(entry.getKey(), pieces(entry.getValue())))
        .toList();
  }

  /** A counter of all pieces counts only where nobody counts good and bad ones apart. */
  private static List<CounterTotal> pieces(List<CounterTotal> all) {
    List<CounterTotal> apart =
        all.stream().filter(counter -> !counter.getKind().equals(TOTAL)).toList();
    return apart.isEmpty() ? all : apart;
  }

  private Machine machine(Place place, List<CounterTotal> counters) {
    Working now = new Working("", "");
    Map<String, Quantity> waiting = new HashMap<>();
    for (CounterName name : names(counters)) {
      now = working.getOrDefault(name, now);
      open.getOrDefault(name, Map.of())
          .forEach((state, quantity) -> waiting.merge(state, quantity, Quantity::plus));
    }
    Optional<AgentStatus> agent = Optional.ofNullable(agents.get(now.agent()));
    MachineSum told = MachineSum.of(counters, waiting);
    MachineSum sum =
        agent
            .filter(known -> !known.getReportedAt().isEmpty())
            .map(known -> told.lifted(logged(place, known, told)))
            .orElse(told);
    Machine.Builder machine =
        Machine.newBuilder()
            .setPlant(place.plant())
            .setEquipment(place.equipment())
            .setOrder(now.order())
            .setAgent(now.agent())
            .setLogged(sum.logged().toString())
            .setPosted(sum.posted().toString())
            .addAllHeld(sum.held(agent));
    sum.register().ifPresent(quantity -> machine.setRegister(quantity.toString()));
    sum.journalled().ifPresent(quantity -> machine.setJournalled(quantity.toString()));
    agent.flatMap(known -> source(known, place)).ifPresent(source -> fill(machine, source));
    return machine.build();
  }

  private Quantity logged(Place place, AgentStatus agent, MachineSum sum) {
    return since.since(place, Instant.parse(agent.getReportedAt()), sum.logged());
  }

  private static Set<CounterName> names(List<CounterTotal> counters) {
    Set<CounterName> names = new HashSet<>();
    counters.forEach(
        counter -> names.add(new CounterName(counter.getPlant(), counter.getCounter())));
    return names;
  }

  /** A source is often named as its machine; an agent with one source has no other. */
  private static Optional<SourceStatus> source(AgentStatus agent, Place place) {
    List<SourceStatus> sources = agent.getSourcesList();
    return sources.stream()
        .filter(source -> source.getName().equals(place.unit()) || sources.size() == 1)
        .findFirst();
  }

  private static void fill(Machine.Builder machine, SourceStatus source) {
    machine
        .setSource(source.getName())
        .setSourceState(source.getState())
        .setSourceReason(source.getReason());
  }

  /** Tells what was logged of a machine, whose sum is given, after a moment. */
  interface Since {
    Quantity since(Place place, Instant moment, Quantity logged);
  }

  /** Where a machine stands. */
  record Place(String plant, String equipment) implements Comparable<Place> {
    String unit() {
      return equipment.substring(equipment.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(Place other) {
      int plants = plant.compareTo(other.plant);
      return plants == 0 ? equipment.compareTo(other.equipment) : plants;
    }
  }
}
