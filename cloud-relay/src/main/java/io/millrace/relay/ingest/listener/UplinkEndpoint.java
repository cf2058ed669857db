package io.millrace.relay.ingest.listener;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.ingest.Ingest;
import io.millrace.relay.ingest.Peer;
import io.millrace.relay.ingest.Publishing;
import io.millrace.relay.ingest.RefusalLog;
import io.millrace.relay.ingest.Refusals;
import io.millrace.relay.ingest.StreamKey;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.PublishRequest;
import io.millrace.v1.PublishResponse;
import io.millrace.v1.PublishStart;
import io.millrace.v1.UplinkServiceGrpc;
import org.jspecify.annotations.Nullable;

/** The service of the agents as gRPC sees it; all rules are elsewhere. */
final class UplinkEndpoint extends UplinkServiceGrpc.UplinkServiceImplBase {
  /** Batches of one call that are not committed yet; more are not read from the connection. */
  static final int BATCHES_IN_FLIGHT_MAX = 16;

  private final Ingest ingest;
  private final RefusalLog refusals;

  UplinkEndpoint(Ingest ingest, RefusalLog refusals) {
    this.ingest = ingest;
    this.refusals = refusals;
  }

  @Override
  public void openSession(
      OpenSessionRequest request, StreamObserver<OpenSessionResponse> observer) {
    ingest
        .open(PeerCheck.PEER.get(), request)
        .whenComplete(
            (response, failure) -> {
              if (failure == null) {
                observer.onNext(response);
                observer.onCompleted();
              } else {
                observer.onError(CallStatus.of(Refusals.reason(failure)).asRuntimeException());
              }
            })
        .isDone();
  }

  @Override
  public StreamObserver<PublishRequest> publish(StreamObserver<PublishResponse> observer) {
    ServerCallStreamObserver<PublishResponse> call =
        (ServerCallStreamObserver<PublishResponse>) observer;
    call.disableAutoRequest();
    call.request(BATCHES_IN_FLIGHT_MAX);
    return new Incoming(PeerCheck.PEER.get(), new CallOutlet(call));
  }

  /** Messages of one call; gRPC's thread, one at a time. */
  private final class Incoming implements StreamObserver<PublishRequest> {
    private final Peer peer;
    private final CallOutlet outlet;
    private @Nullable Publishing publishing;

    Incoming(Peer peer, CallOutlet outlet) {
      this.peer = peer;
      this.outlet = outlet;
      outlet.onGone(this::gone);
    }

    @Override
    public void onNext(PublishRequest request) {
      try {
        take(request);
      } catch (MillraceException e) {
        fail(e);
      }
    }

    private void take(PublishRequest request) {
      switch (request.getMessageCase()) {
        case START -> {
          start(request.getStart());
          outlet.more();
        }
        case BATCH -> {
          outlet.taken();
          started().batch(request.getBatch());
        }
        case PROBE_ANSWER -> {
          started().probeAnswered(request.getProbeAnswer().getProbe());
          outlet.more();
        }
        case REPORT -> {
          started().report(request.getReport());
          outlet.more();
        }
        case MESSAGE_NOT_SET ->
            throw new MillraceException(ErrorCode.FRAME_INVALID, "message without content");
      }
    }

    private void start(PublishStart start) {
      if (publishing != null) {
        throw new MillraceException(ErrorCode.FRAME_INVALID, "second start of one call");
      }
      StreamKey key = new StreamKey(peer.agent(), start.getStream());
      publishing = ingest.publish(peer, key, start.getSession(), outlet);
    }

    private Publishing started() {
      if (publishing == null) {
        throw new MillraceException(ErrorCode.FRAME_INVALID, "call does not begin with a start");
      }
      return publishing;
    }

    private void fail(MillraceException reason) {
      if (publishing == null) {
        refusals.refused(peer.agent(), reason);
        outlet.fail(reason);
      } else {
        publishing.fail(reason);
      }
    }

    private void gone() {
      if (publishing != null) {
        publishing.gone();
      }
    }

    /** The cancellation handler tells that the call is gone. */
    @Override
    public void onError(Throwable reason) {
      if (Status.fromThrowable(reason).getCode() != Status.Code.CANCELLED) {
        refusals.refused(
            peer.agent(), new MillraceException(ErrorCode.FRAME_INVALID, "call: " + reason));
      }
      gone();
    }

    /** Half-closed: acknowledgements of what is in flight still go down. */
    @Override
    public void onCompleted() {
      outlet.completeWhenIdle();
      gone();
    }
  }
}
