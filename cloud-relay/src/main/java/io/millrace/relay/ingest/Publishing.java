package io.millrace.relay.ingest;

import io.millrace.base.error.MillraceException;
import io.millrace.v1.AgentReport;
import io.millrace.v1.Batch;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call of one stream: each batch is checked, handed to the writer in the order of arrival, and
 * acknowledged after its commit. Messages come from one thread at a time; the call ends once.
 */
public final class Publishing {
  private final Ingest ingest;
  private final Peer peer;
  private final StreamKey key;
  private final long session;
  private final Outlet outlet;
  private final BatchReader reader;
  private final AtomicBoolean ended = new AtomicBoolean();

  Publishing(Ingest ingest, Peer peer, StreamKey key, long session, Outlet outlet) {
    this.ingest = ingest;
    this.peer = peer;
    this.key = key;
    this.session = session;
    this.outlet = outlet;
    this.reader = new BatchReader(peer.plant(), this::refused);
  }

  Peer peer() {
    return peer;
  }

  StreamKey key() {
    return key;
  }

  long session() {
    return session;
  }

  /** Checks and hands on; may block while the writer has too much waiting. */
  public void batch(Batch batch) {
    if (ended.get()) {
      return;
    }
    try {
      Received received = reader.read(batch);
      Instant now = ingest.now();
      CompletableFuture<Void> told =
          ingest
              .store()
              .write(
                  handle -> ingest.committing().commit(handle, peer, key, session, received, now))
              .handle((committed, failure) -> tell(received.epoch(), committed, failure));
      ingest.inFlight(told);
    } catch (MillraceException e) {
      fail(e);
    }
  }

  private void refused(long sequence, MillraceException reason) {
    ingest.counting().add(IngestCounts.RECORDS_REFUSED, 1);
    outlet.refuse(sequence, reason);
  }

  public void probeAnswered(long number) {
    ingest.probeAnswered(this, number);
  }

  public void report(AgentReport report) {
    ingest.reported(this, report);
  }

  void probe(long number) {
    outlet.probe(number);
  }

  void drain(long returnAfterMs) {
    outlet.drain(returnAfterMs);
  }

  /** Ends the call with a reason; only the first end counts. */
  public void fail(MillraceException reason) {
    if (ended.compareAndSet(false, true)) {
      ingest.refusals().refused(peer.agent(), reason);
      outlet.fail(reason);
      ingest.ended(this);
    }
  }

  /** The agent or the connection ended the call. */
  public void gone() {
    if (ended.compareAndSet(false, true)) {
      ingest.ended(this);
    }
  }

  /** On the writer thread, after the commit. */
  @SuppressWarnings("NullAway") // exactly one of result and failure is there
  private Void tell(String epoch, Committing.Committed committed, Throwable failure) {
    if (failure == null) {
      outlet.acknowledge(committed.mark(), epoch);
      outlet.more();
      ingest.committed(this, committed);
    } else {
      fail(Refusals.reason(failure));
    }
    return null;
  }
}
