package io.millrace.prove.account;

import io.millrace.prove.line.AgentPages;
import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.Pieces;
import io.millrace.prove.line.RelayPages;
import io.millrace.v1.GetAgentStatusResponse;
import io.millrace.v1.GetRelayStatusResponse;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks at a running line, keeping what it last saw of programs that are dead. One thread. */
public final class Watcher {
  private final Line line;
  private GetAgentStatusResponse agent = GetAgentStatusResponse.getDefaultInstance();
  private GetRelayStatusResponse relay = GetRelayStatusResponse.getDefaultInstance();
  private List<Document> documents = List.of();
  private Map<String, Long> faults = Map.of();

  /** Of that line. */
  public Watcher(Line line) {
    this.line = line;
  }

  /** Asks everybody; blocks on their answers. */
  public Look look() {
    List<String> down = new ArrayList<>();
    Optional<GetAgentStatusResponse> agentNow = line.agentPages().status();
    Optional<GetRelayStatusResponse> relayNow = line.relayPages().status();
    agent = agentNow.orElse(agent);
    relay = relayNow.orElse(relay);
    if (agentNow.isEmpty()) {
      down.add("agent");
    }
    if (relayNow.isEmpty()) {
      down.add("relay");
    }
    try {
      documents = line.erp().documents();
      faults = line.erp().statistics();
    } catch (UncheckedIOException e) {
      down.add("erp");
    }
    return look(down);
  }

  private Look look(List<String> down) {
    Ledger register = line.registers().ledger();
    Ledger logged = RelayPages.logged(relay);
    FourCounts counts = new FourCounts(register, Ledger.EMPTY, logged, documents);
    Ledger posted = counts.posted();
    List<Look.Row> rows = new ArrayList<>();
    for (String press : line.registers().presses()) {
      Pieces journalled = AgentPages.counted(agent, press);
      rows.add(
          new Look.Row(
              press,
              register.ofMachine(press),
              journalled,
              logged.ofMachine(press),
              posted.ofMachine(press)));
    }
    return new Look(
        rows,
        AgentPages.backlog(agent),
        sorted(relay.getPostingsMap()),
        sorted(relay.getCasesMap()),
        counts.lostByMachine(),
        counts.doubledReferences(),
        faults,
        down);
  }

  private static SortedMap<String, Long> sorted(Map<String, Long> counts) {
    SortedMap<String, Long> sorted = new TreeMap<>(counts);
    sorted.values().removeIf(count -> count == 0);
    return sorted;
  }
}
