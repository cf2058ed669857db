package io.millrace.relay.flow;

import io.millrace.base.time.Clock;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.casework.NewCase;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.EventTypes;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.EvaluationException;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.Step;
import io.millrace.relay.flow.window.ClosedBy;
import io.millrace.relay.flow.window.Sums;
import io.millrace.relay.flow.window.Window;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingListener;
import io.millrace.relay.posting.Postings;
import io.millrace.v1.Event;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Begins runs and takes them on: when a window closes, when an event comes, when a posting is
 * confirmed. Each of these is one transaction with what it leads to. On the writer thread.
 */
public final class Runs implements PostingListener {
  private final Definitions definitions;
  private final EventLog log;
  private final Clock clock;
  private final Cases cases;
  private final Sums sums;
  private final Waits waits;
  private final GivingUp givingUp;
  private final Stepper stepper;

  Runs(
      Definitions definitions,
      Chains chains,
      Postings postings,
      EventLog log,
      Cases cases,
      Clock clock) {
    this.definitions = definitions;
    this.log = log;
    this.clock = clock;
    this.cases = cases;
    this.sums = new Sums(postings);
    this.waits = new Waits(log, cases);
    this.givingUp = new GivingUp(chains, log);
    this.stepper = new Stepper(postings, log, sums, waits, givingUp, cases);
  }

  Definitions definitions() {
    return definitions;
  }

  Waits waits() {
    return waits;
  }

  Cases cases() {
    return cases;
  }

  /** A window becomes a run, whose first document carries its counts. */
  void begin(Handle handle, Flow flow, Window window, ClosedBy closedBy, Instant now) {
    boolean single = flow.steps().size() == 1;
    Content content = Content.of(PostingMaker.window(window), window.members().all());
    Run asked =
        new Run(
            0,
            flow.name(),
            flow.version(),
            flow.digest(),
            window.key.plant(),
            window.key.equipment(),
            window.key.order(),
            window.openedAt,
            now,
            closedBy.name(),
            single ? RunState.POSTED : RunState.CALLING,
            0,
            0,
            single ? "" : PostingKey.basis(window.ranges()),
            "",
            "");
    Run run = RunRows.numbered(asked, RunRows.insert(handle, asked));
    stepper.go(handle, new Running(flow, run, null, content), 0, window, now);
  }

  /** Begins what the event begins, and wakes what waits for it. */
  void take(Handle handle, LoggedEvent logged, Instant now) {
    String type = EventTypes.of(logged.event());
    for (Flow flow : definitions.active()) {
      if (flow.window() == null && flow.on().equals(type)) {
        begin(handle, flow, logged, now);
      }
    }
    for (Step.Wait wait : definitions.waits(type)) {
      hear(handle, wait, logged, now);
    }
  }

  private void begin(Handle handle, Flow flow, LoggedEvent logged, Instant now) {
    String failed = "";
    try {
      if (!holds(flow, logged.event())) {
        return;
      }
    } catch (EvaluationException e) {
      failed = String.valueOf(e.getMessage());
    }
    Event event = logged.event();
    Run asked =
        new Run(
            0,
            flow.name(),
            flow.version(),
            flow.digest(),
            logged.plant(),
            event.getEquipment(),
            event.getKeys().getOrder(),
            now,
            now,
            Run.BY_EVENT,
            RunState.CALLING,
            failed.isEmpty() ? 0 : Run.CONDITION,
            logged.position(),
            event.getId(),
            "",
            "");
    Run run = RunRows.numbered(asked, RunRows.insert(handle, asked));
    Running running = new Running(flow, run, event, Content.empty());
    if (failed.isEmpty()) {
      stepper.go(handle, running, 0, null, now);
    } else {
      stepper.stop(handle, running, Run.CONDITION, failed);
    }
  }

  /** Whether the flow's own condition lets the event in. EvaluationException. */
  static boolean holds(Flow flow, Event event) {
    if (flow.where() == null) {
      return true;
    }
    Map<String, Object> names = new HashMap<>();
    Running.putEvent(names, event);
    return flow.where().holds(names);
  }

  private void hear(Handle handle, Step.Wait wait, LoggedEvent logged, Instant now) {
    try {
      String key = waits.hear(handle, wait, logged, now);
      if (key.isEmpty()) {
        return;
      }
      long newest = RunRows.newest(handle);
      Rest all = Rest.of(Rest.EVENT, wait.expression(), key, logged.position(), newest);
      wake(handle, all, logged, now);
    } catch (EvaluationException e) {
      cases.open(
          handle,
          new NewCase(
              CaseClass.FLOW_STOPPED,
              "%s/%s/%s".formatted(logged.plant(), wait.expression(), e.getMessage()),
              "an awaited %s cannot be compared".formatted(wait.type()),
              "event %s: %s".formatted(logged.event().getId(), e.getMessage()),
              logged.plant(),
              logged.event().getKeys().getOrder(),
              "",
              List.of("noted")));
    }
  }

  /** Wakes those of one page for which the event is. */
  void wake(Handle handle, Rest rest, Instant now) {
    for (LoggedEvent logged : log.at(handle, Set.of(rest.number()))) {
      wake(handle, rest, logged, now);
      return;
    }
    rest.drop(handle);
  }

  private void wake(Handle handle, Rest rest, LoggedEvent logged, Instant now) {
    List<Long> page = Waits.waiting(handle, rest, logged.plant());
    page.forEach(id -> wake(handle, id, logged, now));
    rest.goneUpTo(handle, page.isEmpty() ? 0 : page.get(page.size() - 1), page.size());
  }

  /** Those of one page stop for a person; when tried again they find the event, as it has come. */
  void giveBack(Handle handle, Rest rest, String why) {
    String plant =
        log.at(handle, Set.of(rest.number())).stream()
            .map(LoggedEvent::plant)
            .findFirst()
            .orElse("");
    List<Long> page = Waits.waiting(handle, rest, plant);
    for (long id : page) {
      waits.end(handle, id, "the event that came could not be taken");
      RunRows.find(handle, id).ifPresent(run -> stepper.stop(handle, run, why));
    }
    rest.goneUpTo(handle, page.isEmpty() ? 0 : page.get(page.size() - 1), page.size());
  }

  private void wake(Handle handle, long id, LoggedEvent logged, Instant now) {
    Running running = running(handle, id).orElse(null);
    if (running == null || running.run().state() != RunState.WAITING) {
      return;
    }
    int at = running.run().step();
    Step.Wait wait = (Step.Wait) running.flow().steps().get(at);
    try {
      if (!Waits.fits(running, wait, logged)) {
        return;
      }
    } catch (EvaluationException e) {
      stepper.stop(handle, running, at, String.valueOf(e.getMessage()));
      return;
    }
    running.content().meet(logged.position(), wait.name());
    waits.end(handle, id, "event " + logged.event().getId() + " came");
    stepper.go(handle, running, at + 1, null, now);
  }

  @Override
  public void confirmed(Handle handle, Posting posting) {
    if (posting.isUndo()) {
      return;
    }
    if (definitions.summed().contains(effect(posting))) {
      sums.add(handle, posting);
    } else if (!definitions.isActivated()) {
      Sums.forget(handle, posting);
    }
    RunRows.callers(handle, posting.id())
        .forEach((run, step) -> confirmed(handle, run, step, posting));
  }

  private void confirmed(Handle handle, long id, int step, Posting posting) {
    Running running = running(handle, id).orElse(null);
    if (running == null
        || running.run().state() != RunState.CALLING
        || running.run().step() != step) {
      return;
    }
    Step.Call call = (Step.Call) running.flow().steps().get(step);
    stepper.remember(handle, running, call, posting);
    stepper.go(handle, running, step + 1, null, clock.now());
  }

  @Override
  public void dropped(Handle handle, Posting posting) {
    RunRows.callers(handle, posting.id())
        .forEach(
            (id, step) ->
                running(handle, id)
                    .filter(each -> each.run().state() == RunState.CALLING)
                    .filter(each -> each.run().step() == step)
                    .ifPresent(each -> dropped(handle, each, step, posting)));
  }

  /** A run whose counts no document carries yet waits for a person; others are over. */
  private void dropped(Handle handle, Running running, int step, Posting posting) {
    if (running.content().kept(running.run()) != null) {
      stepper.stop(handle, running, step, "it was left out, and no document has the counts yet");
    } else {
      RunRows.end(handle, running.run().id(), "posting %d was left out".formatted(posting.id()));
    }
  }

  /** Ends a run by a person's word; counts that it still keeps are given up. */
  void end(Handle handle, Running running) {
    givingUp.keptBy(handle, running);
    RunRows.end(handle, running.run().id(), "a person ended it");
  }

  /** Takes a run up again at the step where it stopped; at its condition, from the beginning. */
  void again(Handle handle, Running running, Instant now) {
    int at = running.run().step();
    if (at == Run.CONDITION) {
      try {
        Event event = event(handle, running.run()).orElseThrow();
        if (!holds(running.flow(), event)) {
          String why = "its condition does not hold";
          RunRows.save(handle, running.run().id(), RunState.DONE, at, running.content(), why);
          return;
        }
      } catch (EvaluationException e) {
        stepper.stop(handle, running, at, String.valueOf(e.getMessage()));
        return;
      }
    }
    stepper.go(handle, running, Math.max(0, at), null, now);
  }

  /** Goes on behind the step at which the run waits. */
  void pass(Handle handle, Running running, Instant now) {
    waits.end(handle, running.run().id(), "a person let it go on");
    stepper.go(handle, running, running.run().step() + 1, null, now);
  }

  /** The run with all that belongs to it. */
  Optional<Running> running(Handle handle, long id) {
    return RunRows.find(handle, id)
        .map(
            run ->
                new Running(
                    definitions.of(handle, run.flow(), run.digest()),
                    run,
                    event(handle, run).orElse(null),
                    Content.read(run.content())));
  }

  private Optional<Event> event(Handle handle, Run run) {
    return run.position() == 0
        ? Optional.empty()
        : log.at(handle, Set.of(run.position())).stream().map(LoggedEvent::event).findFirst();
  }

  private static List<String> effect(Posting posting) {
    return List.of(posting.target(), posting.operation(), posting.effect());
  }
}
