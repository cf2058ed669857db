package io.millrace.relay.ingest;

import io.millrace.base.error.MillraceException;
import io.millrace.relay.fleet.AgentName;
import io.millrace.v1.Acknowledgement;
import io.millrace.v1.DrainNotice;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.Probe;
import io.millrace.v1.PublishRequest;
import io.millrace.v1.PublishResponse;
import io.millrace.v1.RecordRefusal;
import java.security.cert.X509Certificate;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The relay's half of a simulated line: the rules of ingest without gRPC. */
public final class RelaySide {
  private final Ingest ingest;
  private final Peer peer;

  /** Calls of that agent at that ingest. */
  public RelaySide(Ingest ingest, AgentName name, X509Certificate certificate) {
    this.ingest = ingest;
    this.peer = new Peer(name, certificate);
  }

  /** Asks for a session. */
  public CompletableFuture<OpenSessionResponse> open(OpenSessionRequest request) {
    return ingest.open(peer, request);
  }

  /** Begins a stream's call; what comes down goes to the one, the end to the other. */
  public Call publish(
      String stream,
      long session,
      Consumer<PublishResponse> down,
      Consumer<MillraceException> end) {
    return new Call(
        ingest.publish(
            peer, new StreamKey(peer.agent(), stream), session, new SimOutlet(down, end)));
  }

  /** A stream's call. */
  public static final class Call {
    private final Publishing publishing;

    Call(Publishing publishing) {
      this.publishing = publishing;
    }

    /** A message arrives. */
    public void take(PublishRequest request) {
      if (request.hasBatch()) {
        publishing.batch(request.getBatch());
      } else if (request.hasProbeAnswer()) {
        publishing.probeAnswered(request.getProbeAnswer().getProbe());
      }
    }

    /** The relay notices that the connection is gone. */
    public void gone() {
      publishing.gone();
    }
  }

  private record SimOutlet(Consumer<PublishResponse> down, Consumer<MillraceException> end)
      implements Outlet {
    @Override
    public void acknowledge(long sequence, String epoch) {
      down.accept(
          PublishResponse.newBuilder()
              .setAcknowledgement(
                  Acknowledgement.newBuilder().setCommittedSequence(sequence).setEpoch(epoch))
              .build());
    }

    @Override
    public void refuse(long sequence, MillraceException reason) {
      down.accept(
          PublishResponse.newBuilder()
              .setRefusal(RecordRefusal.newBuilder().setSequence(sequence))
              .build());
    }

    @Override
    public void probe(long number) {
      down.accept(
          PublishResponse.newBuilder().setProbe(Probe.newBuilder().setProbe(number)).build());
    }

    @Override
    public void drain(long returnAfterMs) {
      down.accept(
          PublishResponse.newBuilder()
              .setDrain(DrainNotice.newBuilder().setReturnAfterMs((int) returnAfterMs))
              .build());
    }

    @Override
    public void fail(MillraceException reason) {
      end.accept(reason);
    }

    @Override
    public void more() {}
  }
}
