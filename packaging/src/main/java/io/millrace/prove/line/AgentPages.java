package io.millrace.prove.line;

import io.millrace.v1.AgentLocalServiceGrpc;
import io.millrace.v1.CounterStatus;
import io.millrace.v1.GetAgentStatusRequest;
import io.millrace.v1.GetAgentStatusResponse;
import io.millrace.v1.StreamStatus;
import java.nio.file.Path;
import java.util.Optional;

/** What the running agent tells its owner. One thread; empty answers while it is dead. */
public final class AgentPages implements AutoCloseable {
  private static final String EVENTS = "events";

  private final Pages pages;

  AgentPages(Path data) {
    this.pages = new Pages(data.resolve("agent.sock"));
  }

  /** How it is. */
  public Optional<GetAgentStatusResponse> status() {
    return pages.ask(
        AgentLocalServiceGrpc::newBlockingStub,
        stub -> stub.getAgentStatus(GetAgentStatusRequest.getDefaultInstance()));
  }

  /** Whether that source is read now. */
  public static boolean isActive(GetAgentStatusResponse status, String source) {
    return status.getSourcesList().stream()
        .anyMatch(each -> each.getName().equals(source) && each.getState().equals("active"));
  }

  /** Events that the relay has not acknowledged. */
  public static long backlog(GetAgentStatusResponse status) {
    return status.getStreamsList().stream()
        .filter(stream -> stream.getStream().equals(EVENTS))
        .mapToLong(StreamStatus::getBacklog)
        .sum();
  }

  /** Pieces of a machine since its counters' first baseline. */
  public static Pieces counted(GetAgentStatusResponse status, String machine) {
    Pieces sum = Pieces.NONE;
    for (CounterStatus counter : status.getCountersList()) {
      if (Totals.machine(counter.getEquipment()).equals(machine)) {
        sum = sum.plus(Totals.pieces(counter.getKind(), counter.getTotal()));
      }
    }
    return sum;
  }

  /** Whether each counter of a machine has seen that order. */
  public static boolean isOn(GetAgentStatusResponse status, String machine, String order) {
    return status.getCountersList().stream()
        .filter(counter -> Totals.machine(counter.getEquipment()).equals(machine))
        .allMatch(counter -> counter.getOrder().equals(order));
  }

  @Override
  public void close() {
    pages.close();
  }
}
