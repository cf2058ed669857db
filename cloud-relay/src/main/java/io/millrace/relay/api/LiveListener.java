package io.millrace.relay.api;

import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamWriter;
import io.millrace.relay.access.Rights;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open stream with room for one message under way and one that waits; a newer one takes the
 * place of the one that waits. Offered by the feed's thread, taken on an event loop.
 */
final class LiveListener {
  private final Rights rights;
  private final BooleanSupplier standing;
  private final StreamWriter<ServerSentEvent> writer;
  private final AtomicReference<State> state = new AtomicReference<>(new State(false, null));
  private volatile boolean offered;

  LiveListener(Rights rights, BooleanSupplier standing, StreamWriter<ServerSentEvent> writer) {
    this.rights = rights;
    this.standing = standing;
    this.writer = writer;
  }

  /** False once its token was revoked. */
  boolean isStanding() {
    return standing.getAsBoolean();
  }

  Rights rights() {
    return rights;
  }

  /** Whether it has not been offered anything yet. */
  boolean isNew() {
    return !offered;
  }

  void offer(ServerSentEvent event) {
    offered = true;
    State before = state.getAndUpdate(old -> new State(true, old.busy ? event : null));
    if (!before.busy) {
      write(event);
    }
  }

  private void write(ServerSentEvent event) {
    if (writer.tryWrite(event)) {
      CompletableFuture<Void> unused = writer.whenConsumed().thenRun(this::consumed);
    }
  }

  private void consumed() {
    State before = state.getAndUpdate(old -> new State(old.next != null, null));
    ServerSentEvent next = before.next;
    if (next != null) {
      write(next);
    }
  }

  void close() {
    writer.close();
  }

  /** Whether a message is under way, and the one that waits behind it. */
  private record State(boolean busy, @Nullable ServerSentEvent next) {}
}
