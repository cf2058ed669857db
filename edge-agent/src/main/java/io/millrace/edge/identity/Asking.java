package io.millrace.edge.identity;

import io.millrace.base.error.MillraceException;
import io.millrace.v1.RenewRequest;
import io.millrace.v1.RenewResponse;
import java.util.function.Consumer;

/** Asks a relay for the next certificate. One thread asks; the answer comes on any. */
interface Asking extends AutoCloseable {

  /** Returns at once; exactly one answer comes, unless it is closed before. */
  void ask(RelayApi relay, RenewRequest request, Consumer<Answer> answer);

  /** Gives up what is asked. */
  @Override
  void close();

  /** What came. */
  sealed interface Answer {}

  /** A certificate. */
  record Given(RenewResponse response) implements Answer {}

  /** None, and why. */
  record Failed(MillraceException reason) implements Answer {}
}
