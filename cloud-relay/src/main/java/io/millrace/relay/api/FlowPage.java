package io.millrace.relay.api;

import io.millrace.relay.access.Rights;
import io.millrace.relay.flow.Flows;
import io.millrace.relay.flow.RunState;
import io.millrace.relay.store.Store;
import io.millrace.v1.FlowState;
import io.millrace.v1.ListFlowsResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says how the flows are. Any thread that may block on the store. */
public final class FlowPage {
  private final Store store;
  private final Flows flows;

  /** Over those rooms. */
  public FlowPage(Store store, Flows flows) {
    this.store = store;
    this.flows = flows;
  }

  ListFlowsResponse of(Rights rights) {
    ListFlowsResponse.Builder page = ListFlowsResponse.newBuilder();
    store
        .read(handle -> handle.inTransaction(inside -> flows.states(inside, rights.plant())))
        .forEach(state -> page.addFlows(told(state)));
    return page.build();
  }

  private static FlowState told(io.millrace.relay.flow.FlowState state) {
    return FlowState.newBuilder()
        .setFlow(state.flow())
        .setVersion(state.version())
        .setDigest(state.digest())
        .setFile(state.file())
        .setActive(state.active())
        .setActiveSince(text(state.since()))
        .setCalling(state.runs().getOrDefault(RunState.CALLING, 0L))
        .setWaiting(state.runs().getOrDefault(RunState.WAITING, 0L))
        .setStopped(state.runs().getOrDefault(RunState.STOPPED, 0L))
        .setOpenWindows(state.windows())
        .setLastTakenAt(text(state.lastTaken()))
        .build();
  }

  private static String text(@Nullable Instant at) {
    return at == null ? "" : at.toString();
  }
}
