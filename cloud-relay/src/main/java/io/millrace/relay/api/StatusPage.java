package io.millrace.relay.api;

import io.millrace.base.quantity.Quantity;
import io.millrace.relay.access.Rights;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.counting.ChainSum;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.flow.Flows;
import io.millrace.relay.posting.CounterSum;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.CounterTotal;
import io.millrace.v1.GetRelayStatusResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** One page about the relay, from sums that are kept, never by adding up all there is. */
public final class StatusPage {
  /** Rows of counters in one answer, of those that the asker sees. */
  public static final int COUNTERS_MAX = 10_000;

  private final LivePart live;
  private final Store store;
  private final EventLog log;
  private final Chains chains;
  private final Flows flows;
  private final Postings postings;
  private final Cases cases;

  /** Over those rooms. */
  public StatusPage(
      LivePart live,
      Store store,
      EventLog log,
      Chains chains,
      Flows flows,
      Postings postings,
      Cases cases) {
    this.live = live;
    this.store = store;
    this.log = log;
    this.chains = chains;
    this.flows = flows;
    this.postings = postings;
    this.cases = cases;
  }

  /** With the counters that the asker sees, as many as fit. */
  GetRelayStatusResponse page(List<AgentStatus> agents, Rights rights) {
    GetRelayStatusResponse.Builder page = whole(agents).toBuilder();
    List<CounterTotal> seen =
        page.getCountersList().stream().filter(counter -> rights.sees(counter.getPlant())).toList();
    int shown = Math.min(COUNTERS_MAX, seen.size());
    return page.clearCounters()
        .addAllCounters(seen.subList(0, shown))
        .setCountersOmitted(seen.size() - shown)
        .build();
  }

  /** With all counters, for those who add them up at once: a sum must not lack a row. */
  GetRelayStatusResponse whole(List<AgentStatus> agents) {
    GetRelayStatusResponse.Builder page =
        GetRelayStatusResponse.newBuilder()
            .setVersion(live.version())
            .setStartedAt(live.startedAt().map(Object::toString).orElse(""))
            .setAgentsAddress(live.agentsAddress().get())
            .setApiAddress(live.apiAddress().get())
            .addAllAgents(agents.stream().map(Registers::faultsOf).toList())
            .addAllTargets(live.targets().get())
            .putAllCounts(live.counts().get())
            .putAllCases(cases.openByClass());
    Registers registers = new Registers(agents);
    store.read(handle -> handle.inTransaction(inside -> fill(inside, page, registers)));
    return page.build();
  }

  /** What the database says, as of one moment. */
  private GetRelayStatusResponse.Builder fill(
      Handle handle, GetRelayStatusResponse.Builder page, Registers registers) {
    long logged = log.lastPosition(handle);
    postings.countsByState(handle).forEach((state, n) -> page.putPostings(state.name(), n));
    return page.addAllCounters(counters(handle, registers))
        .setLoggedEvents(logged)
        .setFlowBacklog(Math.max(0, logged - flows.position(handle)));
  }

  private List<CounterTotal> counters(Handle handle, Registers registers) {
    Map<List<String>, CounterSum> posted = new HashMap<>();
    postings
        .sums(handle)
        .forEach(sum -> posted.put(List.of(sum.plant(), sum.counter(), sum.order()), sum));
    Left left = new Left(postings.givenUp(handle), chains.givenUp(handle));
    List<CounterTotal> totals = new ArrayList<>();
    for (ChainSum sum : chains.sums(handle)) {
      CounterSum done = posted.get(List.of(sum.plant(), sum.counter(), sum.order()));
      totals.add(
          registers.with(
              CounterTotal.newBuilder()
                  .setPlant(sum.plant())
                  .setCounter(sum.counter())
                  .setEquipment(sum.equipment())
                  .setKind(sum.kind().name().replace("COUNT_KIND_", ""))
                  .setOrder(sum.order())
                  .setLogged(sum.logged().toString())
                  .setWithheld(sum.withheld().minus(left.ignored(sum)).toString())
                  .setGivenUp(left.all(sum).toString())
                  .setPlanned((done == null ? Quantity.ZERO : done.planned()).toString())
                  .setPosted((done == null ? Quantity.ZERO : done.confirmed()).toString())
                  .build()));
    }
    totals.addAll(registers.rest());
    return totals;
  }
}
