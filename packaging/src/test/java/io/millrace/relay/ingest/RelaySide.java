package io.millrace.relay.ingest;

import io.millrace.base.error.MillraceException;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.Fleet;
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
  private final Witness witness;

  /**
   * Calls of that agent at that ingest; the witness hears of each acknowledgement as it is given.
   */
  public RelaySide(
      Ingest ingest, Fleet fleet, AgentName name, X509Certificate certificate, Witness witness) {
    this.ingest = ingest;
    this.witness = witness;
    this.peer = new Peer(name, certificate, fleet.enrolledAt(certificate));
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
            peer,
            new StreamKey(peer.agent(), stream),
            session,
            new SimOutlet(stream, down, end, witness)));
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

  /** Hears what the relay promises, at the moment when it does. */
  public interface Witness {
    /** On the thread that acknowledges. */
    void acknowledged(String stream, long sequence);
  }

  private record SimOutlet(
      String stream,
      Consumer<PublishResponse> down,
      Consumer<MillraceException> end,
      Witness witness)
      implements Outlet {
    @Override
    public void acknowledge(long sequence, String epoch) {
      witness.acknowledged(stream, sequence);
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
