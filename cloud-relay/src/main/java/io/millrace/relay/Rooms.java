package io.millrace.relay;

import io.millrace.base.time.Clock;
import io.millrace.relay.access.AccessTokens;
import io.millrace.relay.api.FlowPage;
import io.millrace.relay.api.LivePart;
import io.millrace.relay.api.OverviewPage;
import io.millrace.relay.api.RelayDesk;
import io.millrace.relay.api.StatusPage;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.flow.CountDecisions;
import io.millrace.relay.flow.Flows;
import io.millrace.relay.lineage.Lineage;
import io.millrace.relay.overview.MachineBoard;
import io.millrace.relay.overview.PostingSearch;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import io.millrace.v1.AgentStatus;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rooms over one data folder, held until closed: what a running relay and a command that works
 * on the files have in common. Nothing runs in it but the store's writer.
 */
final class Rooms implements AutoCloseable {
  final Store store;
  final EventLog log = new EventLog();
  final Cases cases;
  final Chains chains;
  final Postings postings;
  final Flows flows;
  final Lineage lineage;
  final AccessTokens tokens;

  private Rooms(RelayConfig config, Clock clock) {
    this.store = Store.open(config.data());
    this.cases = new Cases(store, clock);
    this.chains = new Chains(cases);
    this.postings = new Postings(clock);
    this.flows =
        new Flows(
            config.flows(), config.targets(), chains, postings, log, cases, clock, config.zone());
    this.lineage = new Lineage(store, log, chains, flows, postings);
    this.tokens = new AccessTokens(store, clock, new SecureRandom());
    new CountDecisions(chains, flows, log, clock).all().forEach(cases::register);
    flows.decisions().forEach(cases::register);
  }

  /** DATA_IN_USE when another process holds the folder. */
  static Rooms open(RelayConfig config, Clock clock) {
    return new Rooms(config, clock);
  }

  /** Who answers people, over these rooms. */
  RelayDesk desk(
      LivePart live, Clock clock, Supplier<Fleet> fleet, Supplier<List<AgentStatus>> agents) {
    StatusPage status = new StatusPage(live, store, log, chains, flows, postings, cases);
    OverviewPage overview =
        new OverviewPage(
            status,
            new MachineBoard(store, clock),
            new PostingSearch(store, postings),
            cases,
            clock);
    return new RelayDesk(
        overview, new FlowPage(store, flows), lineage, cases, tokens, fleet, agents);
  }

  @Override
  public void close() {
    store.close();
  }
}
