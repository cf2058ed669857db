package io.millrace.prove.account;

import io.millrace.prove.line.AgentPages;
import io.millrace.prove.line.BusinessSystem;
import io.millrace.prove.line.BusinessSystem.Paper;
import io.millrace.prove.line.ErpControl;
import io.millrace.prove.line.ErpControl.Document;
import io.millrace.prove.line.Ledger;
import io.millrace.prove.line.Line;
import io.millrace.prove.line.Pieces;
import io.millrace.prove.line.RelayPages;
import io.millrace.v1.GetAgentStatusResponse;
import io.millrace.v1.GetRelayStatusResponse;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Looks at a running line, keeping what it last saw of programs that are dead. One thread. */
public final class Watcher {
  private static final String ERP = "erp";

  private final Line line;
  private GetAgentStatusResponse agent = GetAgentStatusResponse.getDefaultInstance();
  private GetRelayStatusResponse relay = GetRelayStatusResponse.getDefaultInstance();
  private final Map<String, List<Paper>> papers = new HashMap<>();
  private final RelayLog log;
  private Map<String, Long> faults = Map.of();

  /** Of that line. */
  public Watcher(Line line) {
    this.line = line;
    this.log = new RelayLog(line.relayFolder());
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
    } else if (isWhole()) {
      log.readOn();
    }
    for (BusinessSystem system : line.systems()) {
      try {
        papers.put(system.name(), system.papers());
        faults = system.name().equals(ERP) ? system.statistics() : faults;
      } catch (UncheckedIOException e) {
        down.add(system.name());
      }
    }
    return look(down);
  }

  private boolean isWhole() {
    return line.settings().extent().whole();
  }

  private List<Paper> papers(String system) {
    return papers.getOrDefault(system, List.of());
  }

  private Look look(List<String> down) {
    Ledger register = line.registers().ledger();
    Ledger logged = RelayPages.logged(relay);
    List<Document> documents = ErpControl.documents(papers(ERP));
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
        down,
        isWhole()
            ? Business.of(log.happened(), papers(ERP), papers("crm"), papers("qms"))
            : Business.NONE);
  }

  private static SortedMap<String, Long> sorted(Map<String, Long> counts) {
    SortedMap<String, Long> sorted = new TreeMap<>(counts);
    sorted.values().removeIf(count -> count == 0);
    return sorted;
  }
}
