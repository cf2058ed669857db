package io.millrace.relay.api;

import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.CounterTotal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What agents reported of their counters, beside what the relay has of them. One thread. */
final class Registers {
  private final Map<List<String>, CounterStatus> unseen = new LinkedHashMap<>();

  Registers(List<AgentStatus> agents) {
    for (AgentStatus agent : agents) {
      for (CounterStatus counter : agent.getCountersList()) {
        if (!counter.getTotal().isEmpty()) {
          unseen.put(List.of(agent.getPlant(), counter.getCounter(), counter.getOrder()), counter);
        }
      }
    }
  }

  /** The row with the agent's figures, when it is of the order that is being made. */
  CounterTotal with(CounterTotal row) {
    CounterStatus counter =
        unseen.remove(List.of(row.getPlant(), row.getCounter(), row.getOrder()));
    return counter == null ? row : with(row.toBuilder(), counter);
  }

  /** Rows for what was reported and is not in the log yet. */
  List<CounterTotal> rest() {
    return unseen.entrySet().stream()
        .map(
            each ->
                with(
                    CounterTotal.newBuilder()
                        .setPlant(each.getKey().get(0))
                        .setCounter(each.getValue().getCounter())
                        .setEquipment(each.getValue().getEquipment())
                        .setKind(each.getValue().getKind())
                        .setOrder(each.getValue().getOrder())
                        .setLogged("0")
                        .setPlanned("0")
                        .setPosted("0")
                        .setWithheld("0")
                        .setGivenUp("0"),
                    each.getValue()))
        .toList();
  }

  /** The agent with those counters only that do not count. */
  static AgentStatus faultsOf(AgentStatus agent) {
    return agent.toBuilder()
        .clearCounters()
        .addAllCounters(
            agent.getCountersList().stream()
                .filter(counter -> !counter.getFault().isEmpty())
                .toList())
        .build();
  }

  private static CounterTotal with(CounterTotal.Builder row, CounterStatus counter) {
    return row.setRegister(counter.getRegister()).setJournalled(counter.getTotal()).build();
  }
}
