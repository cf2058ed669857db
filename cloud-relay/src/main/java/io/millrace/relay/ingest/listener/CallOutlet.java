package io.millrace.relay.ingest.listener;

import io.grpc.SynchronizationContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.ingest.Outlet;
import io.millrace.v1.Acknowledgement;
import io.millrace.v1.DrainNotice;
import io.millrace.v1.Probe;
import io.millrace.v1.PublishResponse;
import io.millrace.v1.RecordRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The downward half of a call. What is said from several threads is put in order here; answers are
 * bounded by the batches in flight.
 */
final class CallOutlet implements Outlet {
  private static final Logger LOG = LoggerFactory.getLogger(CallOutlet.class);

  private final ServerCallStreamObserver<PublishResponse> call;
  private final SynchronizationContext order =
      new SynchronizationContext(
          (thread, failure) -> LOG.atError().setCause(failure).log("answer to an agent failed"));
  private boolean isEnded;
  private boolean isHalfClosed;
  private int unanswered;

  CallOutlet(ServerCallStreamObserver<PublishResponse> call) {
    this.call = call;
  }

  void onGone(Runnable task) {
    call.setOnCancelHandler(
        () -> {
          order.execute(() -> isEnded = true);
          task.run();
        });
  }

  /** A batch was taken; exactly one acknowledgement or failure follows. */
  void taken() {
    order.execute(() -> unanswered++);
  }

  void completeWhenIdle() {
    order.execute(
        () -> {
          isHalfClosed = true;
          completeIfIdle();
        });
  }

  @Override
  public void acknowledge(long sequence, String epoch) {
    send(
        PublishResponse.newBuilder()
            .setAcknowledgement(
                Acknowledgement.newBuilder().setCommittedSequence(sequence).setEpoch(epoch))
            .build());
    order.execute(
        () -> {
          unanswered--;
          completeIfIdle();
        });
  }

  @Override
  public void probe(long number) {
    send(PublishResponse.newBuilder().setProbe(Probe.newBuilder().setProbe(number)).build());
  }

  @Override
  public void refuse(long sequence, MillraceException reason) {
    send(
        PublishResponse.newBuilder()
            .setRefusal(
                RecordRefusal.newBuilder()
                    .setSequence(sequence)
                    .setCode(reason.code().name())
                    .setReason(reason.detail()))
            .build());
  }

  @Override
  public void drain(long returnAfterMs) {
    send(
        PublishResponse.newBuilder()
            .setDrain(DrainNotice.newBuilder().setReturnAfterMs((int) returnAfterMs))
            .build());
  }

  @Override
  public void fail(MillraceException reason) {
    order.execute(
        () -> {
          if (!isEnded) {
            isEnded = true;
            call.onError(CallStatus.of(reason).asRuntimeException());
          }
        });
  }

  @Override
  public void more() {
    call.request(1);
  }

  private void send(PublishResponse response) {
    order.execute(
        () -> {
          if (!isEnded && !call.isCancelled()) {
            call.onNext(response);
          }
        });
  }

  private void completeIfIdle() {
    if (isHalfClosed && unanswered == 0 && !isEnded) {
      isEnded = true;
      call.onCompleted();
    }
  }
}
