package io.millrace.relay.api;

import io.grpc.stub.StreamObserver;
import io.millrace.relay.access.Rights;
import io.millrace.v1.GetMachinesRequest;
import io.millrace.v1.GetMachinesResponse;
import io.millrace.v1.GetOverviewRequest;
import io.millrace.v1.GetOverviewResponse;
import io.millrace.v1.OverviewServiceGrpc;
import java.util.function.Supplier;

/** Carries {@link RelayDesk#overview} and {@link RelayDesk#machines}. */
final class OverviewEndpoint extends OverviewServiceGrpc.OverviewServiceImplBase {
  private final RelayDesk desk;
  private final Supplier<Rights> who;

  OverviewEndpoint(RelayDesk desk, Supplier<Rights> who) {
    this.desk = desk;
    this.who = who;
  }

  @Override
  public void getOverview(
      GetOverviewRequest request, StreamObserver<GetOverviewResponse> observer) {
    Answer.to(observer, () -> desk.overview(who.get()));
  }

  @Override
  public void getMachines(
      GetMachinesRequest request, StreamObserver<GetMachinesResponse> observer) {
    Answer.to(observer, () -> desk.machines(who.get()));
  }
}
