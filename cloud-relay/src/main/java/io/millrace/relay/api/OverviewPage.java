package io.millrace.relay.api;

import io.millrace.base.time.Clock;
import io.millrace.relay.access.Rights;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.overview.MachineBoard;
import io.millrace.relay.overview.PostingSearch;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.Case;
import io.millrace.v1.GetMachinesResponse;
import io.millrace.v1.GetOverviewResponse;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.ListPostingsRequest;
import io.millrace.v1.ListPostingsResponse;
import io.millrace.v1.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the overview together. Any thread that may block. */
public final class OverviewPage {
  /** Open cases that the overview shows. */
  public static final int CASES_MAX = 20;

  /** Documents that the overview shows. */
  public static final int RECENT_MAX = 12;

  private final StatusPage status;
  private final MachineBoard board;
  private final PostingSearch search;
  private final Cases cases;
  private final Clock clock;

  /** Over those rooms. */
  public OverviewPage(
      StatusPage status, MachineBoard board, PostingSearch search, Cases cases, Clock clock) {
    this.status = status;
    this.board = board;
    this.search = search;
    this.cases = cases;
    this.clock = clock;
  }

  StatusPage status() {
    return status;
  }

  /** All that does not depend on who asks, with all machines; costs most. */
  GetOverviewResponse all(List<AgentStatus> agents) {
    GetRelayStatusResponse page = status.whole(agents);
    List<Machine> machines = board.machines(page.getCountersList(), page.getAgentsList());
    return GetOverviewResponse.newBuilder()
        .setAt(clock.now().toString())
        .setVersion(page.getVersion())
        .setStartedAt(page.getStartedAt())
        .addAllMachines(machines)
        .addAllAgents(page.getAgentsList())
        .addAllTargets(page.getTargetsList())
        .setLoggedEvents(page.getLoggedEvents())
        .setFlowBacklog(page.getFlowBacklog())
        .build();
  }

  /** The part of it that the asker may see, with postings, documents and cases of his. */
  GetOverviewResponse of(GetOverviewResponse all, Rights rights) {
    String plant = rights.plant().orElse("");
    List<Case> open = cases.list(false, rights.plant());
    GetOverviewResponse.Builder part = new PlantView(rights).overview(all);
    List<Machine> seen = part.getMachinesList();
    int shown = Math.min(MachineBoard.MACHINES_MAX, seen.size());
    return part.clearMachines()
        .addAllMachines(seen.subList(0, shown))
        .setMachinesOmitted(seen.size() - shown)
        .addAllPostings(search.counts(plant))
        .addAllRecent(search.recent(plant, RECENT_MAX))
        .addAllCases(open.subList(0, Math.min(CASES_MAX, open.size())))
        .putAllOpenCases(byClass(open, rights.plant()))
        .build();
  }

  /** Open cases by class that the asker sees. */
  Map<String, Long> openCases(Rights rights) {
    return byClass(List.of(), rights.plant());
  }

  GetMachinesResponse machines(PlantView view, List<AgentStatus> agents) {
    GetRelayStatusResponse page = status.whole(agents);
    List<Machine> seen =
        view.machines(board.machines(page.getCountersList(), page.getAgentsList()));
    int shown = Math.min(MachineBoard.MACHINES_MAX, seen.size());
    return GetMachinesResponse.newBuilder()
        .addAllMachines(seen.subList(0, shown))
        .setOmitted(seen.size() - shown)
        .build();
  }

  ListPostingsResponse postings(Rights rights, ListPostingsRequest request) {
    if (!request.getPlant().isEmpty() && !rights.sees(request.getPlant())) {
      rights.requireAllPlants("postings of plant " + request.getPlant());
    }
    String plant = rights.plant().orElse(request.getPlant());
    return search.page(request.toBuilder().setPlant(plant).build());
  }

  private Map<String, Long> byClass(List<Case> open, Optional<String> plant) {
    if (plant.isEmpty()) {
      return cases.openByClass();
    }
    Map<String, Long> counts = new TreeMap<>();
    (open.isEmpty() ? cases.list(false, plant) : open)
        .forEach(each -> counts.merge(each.getClass_(), 1L, Long::sum));
    return counts;
  }
}
