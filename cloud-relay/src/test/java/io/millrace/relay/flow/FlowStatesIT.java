package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.millrace.relay.flow.language.Flow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the list of flows says. */
class FlowStatesIT {
  @TempDir Path folder;

  @Test
  void activeFlowsAndUnfinishedVersionsAreListedWithTheirRunsAndWindows() throws IOException {
    Flow hold = of("hold-nonconforming");
    Flow counts = of("confirm-production");
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS, hold, counts)) {
      Happenings happenings = new Happenings(bench);
      happenings.log("acme/linz", Happenings.quality("q-2", "PO-1", "102.5"));
      happenings.take(
          Happenings.quality("q-1", "PO-1", "102.5"), new Counting().count(0, 7).event());
      StepsIT.confirm(bench, 1, "NC-1", "{\"number\":\"NC-1\"}");
      StepsIT.confirm(bench, 3, "HLD-1", null);

      assertThat(states(bench, Optional.empty()))
          .extracting(FlowState::flow, FlowState::active, FlowState::runs, FlowState::windows)
          .containsExactly(
              tuple("confirm-production", true, Map.of(), 1L),
              tuple(
                  "hold-nonconforming",
                  true,
                  Map.of(RunState.WAITING, 1L, RunState.CALLING, 1L),
                  0L));
      assertThat(states(bench, Optional.of("acme/linz")).get(1).runs())
          .containsOnlyKeys(RunState.WAITING);
      assertThat(states(bench, Optional.empty()))
          .allSatisfy(state -> assertThat(state.since()).isEqualTo(Counting.START))
          .allSatisfy(state -> assertThat(state.lastTaken()).isEqualTo(Counting.START));
      assertThat(states(bench, Optional.of("acme/none")))
          .extracting(FlowState::lastTaken)
          .containsOnlyNulls();
    }
    try (FlowBench bench = new FlowBench(folder, StepFlows.TARGETS)) {
      assertThat(states(bench, Optional.empty()))
          .extracting(FlowState::flow, FlowState::active)
          .contains(tuple("hold-nonconforming", false));
    }
  }

  private static List<FlowState> states(FlowBench bench, Optional<String> plant) {
    return bench.store.read(handle -> bench.flows.states(handle, plant));
  }

  private static Flow of(String name) throws IOException {
    return StepFlows.flow(Files.readString(Path.of("src/test/resources/flows", name + ".yaml")));
  }
}
