package io.millrace.relay.flow;

import io.millrace.relay.connector.Call;
import io.millrace.relay.connector.Connector;
import io.millrace.relay.connector.Found;
import io.millrace.relay.connector.Outcome;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A target that also says something in its answers: values by the operation's name. */
final class Answering implements Connector {
  private final Connector target;
  private final Function<String, Map<String, String>> answers;

  Answering(Connector target, Function<String, Map<String, String>> answers) {
    this.target = target;
    this.answers = answers;
  }

  @Override
  public CompletableFuture<Outcome> send(Call call) {
    return target
        .send(call)
        .thenApply(
            outcome ->
                outcome instanceof Outcome.Done done
                    ? new Outcome.Done(done.document(), answers.apply(call.operation()))
                    : outcome);
  }

  @Override
  public CompletableFuture<Outcome> undo(Call call) {
    return target.undo(call);
  }

  @Override
  public CompletableFuture<Found> lookup(Call call) {
    return target.lookup(call);
  }

  @Override
  public void close() {
    target.close();
  }
}
