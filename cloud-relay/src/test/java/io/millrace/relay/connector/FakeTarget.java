package io.millrace.relay.connector;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A business system in memory, on a clock that the test moves. What goes wrong with each request is
 * drawn by the test. One thread.
 */
public final class FakeTarget implements Connector {

  /** What happens to a request that is to change something. */
  public enum Fault {
    NONE,
    REFUSED_CONNECTION,
    RATE,
    DOWN,
    LOCKED,
    DATA,
    DROP_BEFORE_COMMIT,
    DROP_AFTER_COMMIT,
    LATE_WITHIN_SETTLE,
    LATE_BEYOND_SETTLE
  }

  /** A document as it was committed. */
  public record Document(
      String number, String reference, Call call, long committedAt, long visibleAt) {}

  private static final long MS = 1_000_000L;

  private final ManualClock clock;
  private final Limits limits;
  private final Supplier<Fault> faults;
  private final Supplier<Double> random;
  private final boolean honoursKeys;
  private final List<Document> documents = new ArrayList<>();
  private final List<String> reversed = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private long numbers;
  private long arrivals;

  /** Faults and randomness (0 to 1) are asked for at each request. */
  public FakeTarget(
      ManualClock clock,
      Limits limits,
      Supplier<Fault> faults,
      Supplier<Double> random,
      boolean honoursKeys) {
    this.clock = clock;
    this.limits = limits;
    this.faults = faults;
    this.random = random;
    this.honoursKeys = honoursKeys;
  }

  /** All documents, in the order of their commits. */
  public List<Document> documents() {
    return List.copyOf(documents);
  }

  /** Numbers of reversed documents. */
  public List<String> reversed() {
    return List.copyOf(reversed);
  }

  /** Requests whose first byte came. */
  public long arrivals() {
    return arrivals;
  }

  /** When something happens next, or null. */
  public @Nullable Long next() {
    Event event = events.peek();
    return event == null ? null : event.at;
  }

  /** Does what is due. */
  public int work() {
    int done = 0;
    for (Event event = events.peek();
        event != null && event.at - clock.nanos() <= 0;
        event = events.peek()) {
      events.remove();
      event.what.run();
      done++;
    }
    return done;
  }

  @Override
  public CompletableFuture<Outcome> send(Call call) {
    return change(call, () -> commit(call));
  }

  @Override
  public CompletableFuture<Outcome> undo(Call call) {
    return change(
        call,
        () -> {
          reversed.add(String.valueOf(call.document()));
          return "REV-" + call.document();
        });
  }

  private CompletableFuture<Outcome> change(Call call, Supplier<String> commit) {
    CompletableFuture<Outcome> answer = new CompletableFuture<>();
    if (clock.nanos() - call.firstByteBy() > 0) {
      answer.complete(new Outcome.NotSent(FailureClass.TRANSIENT, "too little of the lease"));
      return answer;
    }
    Fault fault = faults.get();
    long soon = latency();
    if (fault == Fault.REFUSED_CONNECTION) {
      at(soon, () -> answer.complete(new Outcome.NotSent(FailureClass.DEST_DOWN, "refused")));
      return answer;
    }
    arrivals++;
    long deadline = clock.nanos() + limits.timeout().toNanos();
    play(fault, commit, answer, soon, deadline);
    return answer;
  }

  private void play(
      Fault fault,
      Supplier<String> commit,
      CompletableFuture<Outcome> answer,
      long soon,
      long deadline) {
    Outcome unknown = new Outcome.Unknown(fault.name(), deadline);
    long settle = limits.settle().toNanos();
    switch (fault) {
      case RATE ->
          at(soon, () -> answer.complete(new Outcome.RetryAfter(Duration.ofMillis(300), "429")));
      case DOWN -> refuse(answer, soon, FailureClass.DEST_DOWN);
      case LOCKED -> refuse(answer, soon, FailureClass.LOCKED);
      case DATA -> refuse(answer, soon, FailureClass.DATA);
      case DROP_BEFORE_COMMIT -> at(soon, () -> answer.complete(unknown));
      case DROP_AFTER_COMMIT -> {
        at(soon / 2, () -> unheard(commit));
        at(soon, () -> answer.complete(unknown));
      }
      case LATE_WITHIN_SETTLE -> {
        at(deadline - clock.nanos(), () -> answer.complete(unknown));
        at(deadline - clock.nanos() + (long) (settle * random.get() * 0.99), () -> unheard(commit));
      }
      case LATE_BEYOND_SETTLE -> {
        at(deadline - clock.nanos(), () -> answer.complete(unknown));
        long late = limits.lookupLag().toNanos() + (long) ((1 + random.get()) * 1_000 * MS);
        at(deadline - clock.nanos() + settle + late, () -> unheard(commit));
      }
      default -> {
        String[] number = new String[1];
        at(soon / 2, () -> number[0] = commit.get());
        at(soon, () -> answer.complete(new Outcome.Done(number[0])));
      }
    }
  }

  /** Commits, and nobody hears of it. */
  private static void unheard(Supplier<String> commit) {
    String unused = commit.get();
  }

  private void refuse(CompletableFuture<Outcome> answer, long soon, FailureClass failure) {
    at(soon, () -> answer.complete(new Outcome.Refused(failure, "", failure.name())));
  }

  @Override
  public CompletableFuture<Found> lookup(Call call) {
    CompletableFuture<Found> answer = new CompletableFuture<>();
    Fault fault = faults.get();
    if (fault == Fault.REFUSED_CONNECTION || fault == Fault.DOWN) {
      at(latency(), () -> answer.complete(new Found.Unclear(fault.name(), true)));
    } else if (fault == Fault.DROP_BEFORE_COMMIT) {
      at(latency(), () -> answer.complete(new Found.Unclear(fault.name(), false)));
    } else {
      at(latency(), () -> answer.complete(search(call.reference())));
    }
    return answer;
  }

  private Found search(String reference) {
    List<String> found =
        documents.stream()
            .filter(each -> each.reference.equals(reference))
            .filter(each -> each.visibleAt - clock.nanos() <= 0)
            .map(Document::number)
            .toList();
    return found.isEmpty() ? new Found.Absent() : new Found.Documents(found);
  }

  private String commit(Call call) {
    if (honoursKeys) {
      for (Document known : documents) {
        if (known.reference.equals(call.reference())) {
          return known.number;
        }
      }
    }
    String number = "D-" + ++numbers;
    long lag = (long) (limits.lookupLag().toNanos() * random.get() * 0.99);
    documents.add(new Document(number, call.reference(), call, clock.nanos(), clock.nanos() + lag));
    return number;
  }

  private long latency() {
    return (long) (random.get() * 40 * MS) + MS;
  }

  private void at(long delay, Runnable what) {
    events.add(new Event(clock.nanos() + delay, ++numbers, what));
  }

  @Override
  public void close() {
    events.clear();
  }

  /** Something to come. */
  private record Event(long at, long number, Runnable what) {}
}
