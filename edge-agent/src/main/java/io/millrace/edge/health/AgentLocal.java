package io.millrace.edge.health;

import io.grpc.stub.StreamObserver;
import io.millrace.v1.AgentLocalServiceGrpc.AgentLocalServiceImplBase;
import io.millrace.v1.GetAgentStatusRequest;
import io.millrace.v1.GetAgentStatusResponse;
import io.millrace.v1.GetJournalStatsRequest;
import io.millrace.v1.GetJournalStatsResponse;

/** Answers the command line on the socket of the data folder. */
public final class AgentLocal extends AgentLocalServiceImplBase {
  private final AgentHealth health;

  /** Answers from that page. */
  public AgentLocal(AgentHealth health) {
    this.health = health;
  }

  @Override
  public void getAgentStatus(
      GetAgentStatusRequest request, StreamObserver<GetAgentStatusResponse> answer) {
    answer.onNext(health.page());
    answer.onCompleted();
  }

  @Override
  public void getJournalStats(
      GetJournalStatsRequest request, StreamObserver<GetJournalStatsResponse> answer) {
    answer.onNext(health.journal());
    answer.onCompleted();
  }
}
