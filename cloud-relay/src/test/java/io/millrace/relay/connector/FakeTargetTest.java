package io.millrace.relay.connector;

import java.util.Random;
import java.util.concurrent.CompletableFuture;

class FakeTargetTest extends ConnectorContract {
  private final ManualClock clock = new ManualClock();
  private final Random random = new Random(1);
  private FakeTarget.Fault next = FakeTarget.Fault.NONE;
  private final FakeTarget fake =
      new FakeTarget(clock, Limits.DEFAULT, this::taken, random::nextDouble, false);

  private FakeTarget.Fault taken() {
    FakeTarget.Fault now = next;
    next = FakeTarget.Fault.NONE;
    return now;
  }

  @Override
  protected Connector connector() {
    return fake;
  }

  @Override
  protected void next(FakeTarget.Fault fault) {
    next = fault;
  }

  @Override
  protected long arrivals() {
    return fake.arrivals();
  }

  @Override
  protected <T> T await(CompletableFuture<T> future) {
    while (!future.isDone()) {
      clock.advance(1_000_000);
      fake.work();
    }
    return future.join();
  }

  @Override
  protected long now() {
    return clock.nanos();
  }
}
