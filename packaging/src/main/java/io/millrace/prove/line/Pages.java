package io.millrace.prove.line;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import io.millrace.base.error.MillraceException;
import io.millrace.base.local.LocalSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a program over its local socket for as long as it runs; connects anew after each time that
 * it died. One thread; blocks at most for the timeout.
 */
final class Pages implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Path socket;
  private LocalSocket.@Nullable Connection connection;

  Pages(Path socket) {
    this.socket = socket;
  }

  /** The answer, or nothing when the program is not there. */
  <S extends AbstractBlockingStub<S>, A> Optional<A> ask(
      Function<Channel, S> stub, Function<S, A> question) {
    try {
      if (connection == null) {
        connection = LocalSocket.connect(socket);
      }
      S asked = stub.apply(connection.channel());
      return Optional.of(
          question.apply(asked.withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)));
    } catch (StatusRuntimeException | MillraceException e) {
      close();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
