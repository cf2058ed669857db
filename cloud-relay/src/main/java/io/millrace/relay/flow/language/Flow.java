package io.millrace.relay.flow.language;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A flow as its file says, checked: on events of type {@code on} that fulfil {@code where}, the
 * steps one after the other. With a window, counts gather per machine and order, and each window is
 * one run; else each event is one. {@code key} names the business key of a run, by default the
 * event's order. {@code digest} is the hash of {@code definition}, the text it was read from.
 */
public record Flow(
    String name,
    int version,
    String digest,
    String definition,
    String file,
    String on,
    @Nullable Expression where,
    @Nullable Expression key,
    @Nullable WindowRule window,
    LatePolicy late,
    List<Step> steps) {

  public Flow {
    steps = List.copyOf(steps);
  }

  /** The steps that ask a target for something. */
  public List<Step.Call> calls() {
    return steps.stream().flatMap(Flow::asCall).toList();
  }

  /** The first step that makes a document; it carries a window's counts. */
  public Optional<Step.Call> first() {
    return calls().stream().filter(call -> !call.isLookup()).findFirst();
  }

  /** The last step before that place that makes a document. */
  public Optional<Step.Call> documentBefore(int place) {
    return steps.subList(0, place).stream()
        .flatMap(Flow::asCall)
        .filter(call -> !call.isLookup())
        .reduce((before, after) -> after);
  }

  private static Stream<Step.Call> asCall(Step step) {
    return step instanceof Step.Call call ? Stream.of(call) : Stream.empty();
  }
}
