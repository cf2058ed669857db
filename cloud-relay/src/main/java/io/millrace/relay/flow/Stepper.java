package io.millrace.relay.flow;

import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.casework.NewCase;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.flow.language.EvaluationException;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.Step;
import io.millrace.relay.flow.window.Sums;
import io.millrace.relay.flow.window.Window;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Takes runs from step to step until one must wait: for its posting, for an event, for a person.
 * Whatever it does is part of the caller's transaction, so that a kill neither skips a step nor
 * does one twice. On the writer thread.
 */
final class Stepper {
  private final Postings postings;
  private final PostingMaker maker;
  private final Sums sums;
  private final Waits waits;
  private final GivingUp givingUp;
  private final Cases cases;

  Stepper(Postings postings, EventLog log, Sums sums, Waits waits, GivingUp givingUp, Cases cases) {
    this.postings = postings;
    this.maker = new PostingMaker(postings, log);
    this.sums = sums;
    this.waits = waits;
    this.givingUp = givingUp;
    this.cases = cases;
  }

  /** Goes on at that step. The window is there only in the transaction that closed it. */
  void go(Handle handle, Running running, int from, @Nullable Window closed, Instant now) {
    List<Step> steps = running.flow().steps();
    Window window = closed == null ? running.content().kept(running.run()) : closed;
    int at = from;
    try {
      while (at < steps.size() && take(handle, running, at, window, now)) {
        at++;
      }
    } catch (EvaluationException e) {
      keep(running, at, window);
      stop(handle, running, at, String.valueOf(e.getMessage()));
      return;
    }
    if (at >= steps.size()) {
      RunRows.save(handle, running.run().id(), RunState.DONE, at, running.content(), "");
    }
  }

  /** A window whose document was not made yet stays with its run. */
  private static void keep(Running running, int at, @Nullable Window window) {
    boolean carried =
        running.flow().steps().subList(0, at).stream()
            .anyMatch(step -> step instanceof Step.Call call && !call.isLookup());
    if (window != null && !carried) {
      running.content().keep(window);
    } else {
      running.content().letGo();
    }
  }

  /** Does one step; whether the next may begin at once. */
  private boolean take(
      Handle handle, Running running, int at, @Nullable Window window, Instant now) {
    Step step = running.flow().steps().get(at);
    long run = running.run().id();
    if (step instanceof Step.Compute compute) {
      Map<String, Object> names = running.names();
      compute.values().forEach((name, value) -> running.content().set(name, value.value(names)));
      return true;
    }
    if (step instanceof Step.When when) {
      if (when.condition().holds(running.names())) {
        return true;
      }
      String why = "step " + when.name() + ": does not hold";
      keep(running, at, window);
      givingUp.keptBy(handle, running);
      RunRows.save(handle, run, RunState.DONE, at, running.content(), why);
      return false;
    }
    if (step instanceof Step.Wait wait) {
      keep(running, at, window);
      boolean come = waits.begin(handle, running, wait, now);
      if (!come) {
        RunRows.save(handle, run, RunState.WAITING, at, running.content(), "");
      }
      return come;
    }
    return call(handle, running, at, (Step.Call) step, window);
  }

  private boolean call(
      Handle handle, Running running, int at, Step.Call call, @Nullable Window window) {
    Flow flow = running.flow();
    if (isAnswered(handle, running, at, call)) {
      return true;
    }
    if (call.confirmed()) {
      readSums(handle, running, at);
    }
    boolean first = flow.first().filter(call::equals).isPresent();
    long posting =
        window != null && first
            ? maker.ofWindow(handle, running, call, window)
            : maker.ofRun(handle, running, call, askedBefore(handle, running, at, call));
    if (flow.steps().size() == 1 && running.run().state() == RunState.POSTED) {
      return false;
    }
    keep(running, call.isLookup() ? at : at + 1, window);
    RunRows.call(handle, posting, running.run().id(), at, call.name());
    Posting made = postings.find(handle, posting).orElseThrow();
    if (made.state() == PostingState.CONFIRMED) {
      remember(handle, running, call, made);
      return true;
    }
    RunRows.save(handle, running.run().id(), RunState.CALLING, at, running.content(), "");
    return false;
  }

  /** A lookup that was left out, and whose answer a person gave. */
  private static boolean isAnswered(Handle handle, Running running, int at, Step.Call call) {
    return call.isLookup()
        && !call.results().isEmpty()
        && running.content().holds(call.name(), call.results())
        && !asked(handle, running, at).isEmpty();
  }

  private static int askedBefore(Handle handle, Running running, int at, Step.Call call) {
    return call.isLookup() ? asked(handle, running, at).size() : 0;
  }

  /** What the run has asked at that step before. */
  private static List<CalledStep> asked(Handle handle, Running running, int at) {
    return RunRows.calls(handle, running.run().id()).stream()
        .filter(call -> call.step() == at)
        .toList();
  }

  private void readSums(Handle handle, Running running, int at) {
    running
        .flow()
        .documentBefore(at)
        .flatMap(
            before ->
                RunRows.calls(handle, running.run().id()).stream()
                    .filter(each -> each.name().equals(before.name()))
                    .findFirst())
        .flatMap(each -> postings.find(handle, each.posting()))
        .ifPresent(
            before -> {
              String unit = running.content().window().getOrDefault("unit", "");
              running.confirmed(sums.of(handle, before, unit));
            });
  }

  /** Keeps what a confirmed posting says for the steps behind it. */
  void remember(Handle handle, Running running, Step.Call call, Posting confirmed) {
    Map<String, String> left = new TreeMap<>(postings.result(handle, confirmed.id()));
    left.keySet().retainAll(call.results());
    if (!call.isLookup()) {
      left.put("document", String.valueOf(confirmed.document()));
      left.put("reference", confirmed.reference());
    }
    running.content().leave(call.name(), left);
  }

  /** The run stands at that step until a person decides. */
  void stop(Handle handle, Running running, int at, String reason) {
    Flow flow = running.flow();
    String step = at < 0 ? "where" : flow.steps().get(at).name();
    Run run = running.run();
    RunRows.Stop stop = new RunRows.Stop(reason, question(run, step, reason));
    RunRows.stop(handle, run.id(), at, running.content(), stop);
    ask(handle, run, step, stop);
  }

  /** The same of a run of which nothing more can be read than its row. */
  void stop(Handle handle, Run run, String reason) {
    String step = Integer.toString(run.step() + 1);
    RunRows.Stop stop = new RunRows.Stop(reason, question(run, step, reason));
    RunRows.stop(handle, run.id(), stop);
    ask(handle, run, step, stop);
  }

  private static String question(Run run, String step, String reason) {
    return "%s/%s/%s/%s".formatted(run.plant(), run.flow(), step, reason);
  }

  private void ask(Handle handle, Run run, String step, RunRows.Stop stop) {
    cases.open(
        handle,
        new NewCase(
            CaseClass.FLOW_STOPPED,
            stop.question(),
            "flow %s stopped at %s".formatted(run.flow(), step),
            "run %d of version %d: %s".formatted(run.id(), run.version(), stop.reason()),
            run.plant(),
            run.order(),
            stop.question(),
            RunDecisions.OF_STOPPED));
  }
}
