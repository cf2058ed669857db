package io.millrace.relay.flow;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.relay.casework.CaseClass;
import io.millrace.relay.casework.Decision;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.Step;
import io.millrace.relay.posting.Postings;
import io.millrace.v1.Case;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What people may decide about runs that stopped or wait too long. On the writer thread. */
final class RunDecisions {
  private static final String RETRY = "retry";
  private static final String RETRY_NEWEST = "retry-newest";
  private static final String RESULT = "result";
  private static final String END = "end";

  static final List<String> OF_STOPPED = List.of(RETRY, RETRY_NEWEST, RESULT, END);
  static final List<String> OF_OVERDUE = List.of("wait-on", "go-on", END);

  private final Runs runs;
  private final Postings postings;
  private final Clock clock;

  RunDecisions(Runs runs, Postings postings, Clock clock) {
    this.runs = runs;
    this.postings = postings;
    this.clock = clock;
  }

  List<Decision> all() {
    return List.of(
        ofStopped(RETRY),
        ofStopped(RETRY_NEWEST),
        ofStopped(RESULT),
        ofStopped(END),
        Decision.of(CaseClass.WAIT_OVERDUE, "wait-on", this::waitOn),
        Decision.of(CaseClass.WAIT_OVERDUE, "go-on", this::goOn),
        Decision.of(CaseClass.WAIT_OVERDUE, END, this::endWait));
  }

  private Decision ofStopped(String deed) {
    return Decision.of(
        CaseClass.FLOW_STOPPED,
        deed,
        (handle, decided, note) ->
            take(
                handle,
                Rest.of(
                    deed, decided.getSubject(), note, decided.getId(), RunRows.newest(handle))));
  }

  /** Does it to one page of the runs. USAGE, CONFIG_INVALID leave the caller to undo all of it. */
  void take(Handle handle, Rest rest) {
    List<Run> page = RunRows.stopped(handle, rest);
    page.forEach(run -> take(handle, run, rest));
    rest.goneUpTo(handle, page.isEmpty() ? 0 : page.get(page.size() - 1).id(), page.size());
  }

  private void take(Handle handle, Run run, Rest rest) {
    switch (rest.deed()) {
      case RETRY -> again(handle, run.id());
      case RETRY_NEWEST -> retryNewest(handle, run);
      case RESULT -> result(handle, run, rest.note());
      case END -> runs.running(handle, run.id()).ifPresent(each -> runs.end(handle, each));
      default -> throw new IllegalStateException("decision " + rest.deed() + " about runs");
    }
  }

  /** What is left after a page that could not be done is asked about anew. */
  void giveBack(Handle handle, Rest rest, String why) {
    rest.drop(handle);
    runs.cases().again(handle, rest.number(), "'%s' went wrong: %s".formatted(rest.deed(), why));
  }

  private void again(Handle handle, long run) {
    runs.running(handle, run).ifPresent(each -> runs.again(handle, each, clock.now()));
  }

  /** By the version that is active now, if what is done already is the same there. */
  private void retryNewest(Handle handle, Run run) {
    Flow newest =
        runs.definitions()
            .active(run.flow())
            .orElseThrow(
                () ->
                    new MillraceException(
                        ErrorCode.USAGE, "flow " + run.flow() + " is not active any more"));
    Flow own = runs.definitions().of(handle, run.flow(), run.digest());
    List<String> done = names(own, run.step());
    if (!names(newest, run.step()).equals(done)) {
      throw new MillraceException(
          ErrorCode.USAGE,
          "version %d of flow %s does not begin with the steps that are done: %s"
              .formatted(newest.version(), run.flow(), String.join(", ", done)));
    }
    RunRows.pin(handle, run.id(), newest.version(), newest.digest());
    again(handle, run.id());
  }

  private static List<String> names(Flow flow, int before) {
    return flow.steps().stream().limit(Math.max(0, before)).map(Step::name).toList();
  }

  /** Adds what an answer lacked, given as name=value in the note, to the step before. */
  private void result(Handle handle, Run run, String note) {
    Map<String, String> values = new TreeMap<>();
    for (String word : note.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new MillraceException(
            ErrorCode.USAGE, "note '%s' is not of the form name=value".formatted(note));
      }
      values.put(word.substring(0, equals), word.substring(equals + 1));
    }
    amend(handle, run, values);
    again(handle, run.id());
  }

  private void amend(Handle handle, Run run, Map<String, String> values) {
    Flow flow = runs.definitions().of(handle, run.flow(), run.digest());
    CalledStep last =
        RunRows.calls(handle, run.id()).stream()
            .filter(call -> asked(flow, call).results().containsAll(values.keySet()))
            .reduce((before, after) -> after)
            .orElseThrow(
                () ->
                    new MillraceException(
                        ErrorCode.USAGE,
                        "no step before has a result with the names %s"
                            .formatted(values.keySet())));
    postings.amend(handle, last.posting(), values);
    Content content = Content.read(run.content());
    content.leave(last.name(), values);
    RunRows.save(handle, run.id(), RunState.STOPPED, run.step(), content, run.reason());
  }

  private static Step.Call asked(Flow flow, CalledStep call) {
    return (Step.Call) flow.steps().get(call.step());
  }

  private void waitOn(Handle handle, Case decided, String note) {
    Running running = waiting(handle, decided);
    Step.Wait wait = (Step.Wait) running.flow().steps().get(running.run().step());
    runs.waits().prolong(handle, running.run().id(), clock.now().plus(wait.limit()));
  }

  private void goOn(Handle handle, Case decided, String note) {
    runs.pass(handle, waiting(handle, decided), clock.now());
  }

  private void endWait(Handle handle, Case decided, String note) {
    Running running = waiting(handle, decided);
    runs.waits().end(handle, running.run().id(), "a person ended it");
    runs.end(handle, running);
  }

  private Running waiting(Handle handle, Case decided) {
    return runs.running(handle, Long.parseLong(decided.getSubject()))
        .filter(running -> running.run().state() == RunState.WAITING)
        .orElseThrow(
            () ->
                new MillraceException(
                    ErrorCode.USAGE, "run " + decided.getSubject() + " does not wait any more"));
  }
}
