package io.millrace.relay.api;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.access.Rights;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.Case;
import io.millrace.v1.GetOverviewResponse;
import io.millrace.v1.GetRelayStatusResponse;
import io.millrace.v1.Machine;
import io.millrace.v1.TargetStatus;
import java.util.List;
import java.util.Map;

/** Answers as one asker may see them: nothing of other plants, no sum in which they are. Pure. */
record PlantView(Rights rights) {

  GetRelayStatusResponse status(GetRelayStatusResponse all, Map<String, Long> cases) {
    if (rights.plant().isEmpty()) {
      return all;
    }
    GetRelayStatusResponse.Builder seen =
        GetRelayStatusResponse.newBuilder()
            .setVersion(all.getVersion())
            .setStartedAt(all.getStartedAt())
            .addAllAgents(agents(all.getAgentsList()))
            .addAllTargets(targets(all.getTargetsList()))
            .putAllCases(cases);
    all.getCountersList().stream()
        .filter(counter -> rights.sees(counter.getPlant()))
        .forEach(seen::addCounters);
    return seen.setCountersOmitted(all.getCountersOmitted()).build();
  }

  List<AgentStatus> agents(List<AgentStatus> all) {
    return all.stream().filter(agent -> rights.sees(agent.getPlant())).toList();
  }

  List<Machine> machines(List<Machine> all) {
    return all.stream().filter(machine -> rights.sees(machine.getPlant())).toList();
  }

  List<Case> cases(List<Case> all) {
    return all.stream().filter(each -> rights.sees(each.getPlant())).toList();
  }

  /** How a business system is concerns all; how much of others waits there does not. */
  List<TargetStatus> targets(List<TargetStatus> all) {
    return rights.plant().isEmpty()
        ? all
        : all.stream()
            .map(
                target ->
                    TargetStatus.newBuilder()
                        .setTarget(target.getTarget())
                        .setBreaker(target.getBreaker())
                        .setPausedMs(target.getPausedMs())
                        .build())
            .toList();
  }

  GetOverviewResponse.Builder overview(GetOverviewResponse all) {
    return rights.plant().isEmpty()
        ? all.toBuilder()
        : GetOverviewResponse.newBuilder()
            .setAt(all.getAt())
            .setVersion(all.getVersion())
            .setStartedAt(all.getStartedAt())
            .addAllMachines(machines(all.getMachinesList()))
            .addAllAgents(agents(all.getAgentsList()))
            .addAllTargets(targets(all.getTargetsList()));
  }

  /** NOT_FOUND when it may not be seen, as if it did not exist. */
  Case one(Case asked) {
    if (!rights.sees(asked.getPlant())) {
      throw new MillraceException(ErrorCode.NOT_FOUND, "no case " + asked.getId());
    }
    return asked;
  }
}
