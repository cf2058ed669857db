package io.millrace.relay.rehearsal;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Target;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LogOrigin;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.eventlog.NewRecord;
import io.millrace.relay.flow.Flows;
import io.millrace.relay.flow.WaitingRun;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.PostingState;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.store.Store;
import io.millrace.v1.Case;
import io.millrace.v1.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Runs a flow over events in a store of its own, which is thrown away: the same code as the running
 * relay's up to the connectors, in whose place answers stand that were given or are invented. Asks
 * nobody. Blocks on the store.
 */
public final class FlowRehearsal {
  /** Events of one rehearsal. */
  public static final int EVENTS_MAX = 10_000;

  private final Flow flow;
  private final List<Target> targets;
  private final Map<String, Map<String, String>> answers;
  private final ZoneId zone;
  private final Clock clock;

  /** Answers are by operation, such as erp.reschedule: document and results by name. */
  public FlowRehearsal(
      Flow flow,
      List<Target> targets,
      Map<String, Map<String, String>> answers,
      ZoneId zone,
      Clock clock) {
    this.flow = flow;
    this.targets = List.copyOf(targets);
    this.answers = Map.copyOf(answers);
    this.zone = zone;
    this.clock = clock;
  }

  /** A posting that would be made, and the answer that it was given. */
  public record Made(Posting posting, String lane, Map<String, String> answer, boolean invented) {
    public Made {
      answer = Map.copyOf(answer);
    }
  }

  /** What would be made, in order; what still waits; and what a person would be asked. */
  public record Outcome(List<Made> made, List<WaitingRun> waiting, List<Case> cases) {
    public Outcome {
      made = List.copyOf(made);
      waiting = List.copyOf(waiting);
      cases = List.copyOf(cases);
    }
  }

  /** USAGE for too many events. */
  public Outcome run(List<Event> events) {
    if (events.size() > EVENTS_MAX) {
      throw new MillraceException(
          ErrorCode.USAGE, "%d events, at most %d fit".formatted(events.size(), EVENTS_MAX));
    }
    Path folder = folder();
    try (Store store = Store.open(folder)) {
      return run(store, events);
    } finally {
      delete(folder);
    }
  }

  private Outcome run(Store store, List<Event> events) {
    EventLog log = new EventLog();
    Cases cases = new Cases(store, clock);
    Postings postings = new Postings(clock);
    Chains chains = new Chains(cases);
    Flows flows = new Flows(List.of(flow), targets, chains, postings, log, cases, clock, zone);
    List<Made> made = new ArrayList<>();
    return store.writeNow(
            handle -> {
              flows.activate(handle, clock.now());
              long sequence = 0;
              for (Event event : events) {
                NewRecord entry = new NewRecord(++sequence, event, event.toByteString());
                log.append(handle, origin(event), clock.now(), List.of(entry));
                long position = flows.position(handle);
                List<LoggedEvent> logged = log.after(handle, position, 1);
                flows.advance(handle, position, logged, clock.now());
                confirmAll(handle, postings, flows, made);
              }
              flows.drain(handle, clock.now());
              confirmAll(handle, postings, flows, made);
              return true;
            })
        ? new Outcome(
            made, store.read(handle -> flows.waits(handle, EVENTS_MAX)), cases.list(false))
        : new Outcome(List.of(), List.of(), List.of());
  }

  private void confirmAll(Handle handle, Postings postings, Flows flows, List<Made> made) {
    Optional<Posting> next = postings.find(handle, made.size() + 1L);
    while (next.isPresent()) {
      Posting posting = next.get();
      Made answered = answered(handle, posting);
      made.add(answered);
      if (posting.state() == PostingState.READY) {
        Map<String, String> result = new TreeMap<>(answered.answer());
        String document = result.remove("document");
        postings.rehearse(
            handle, posting.id(), document == null ? "" : document, result, flows.listener());
      }
      next = postings.find(handle, made.size() + 1L);
    }
  }

  private Made answered(Handle handle, Posting posting) {
    String operation = posting.target() + "." + posting.operation();
    Map<String, String> answer = new TreeMap<>();
    answer.put("document", "<document %d of %s>".formatted(posting.id(), operation));
    targets.stream()
        .filter(target -> target.target().equals(posting.target()))
        .flatMap(target -> target.operation(posting.operation()).result().keySet().stream())
        .forEach(name -> answer.put(name, "<%s of %s>".formatted(name, operation)));
    Map<String, String> given = answers.get(operation);
    if (given != null) {
      answer.putAll(given);
    }
    return new Made(posting, Postings.laneOf(handle, posting), answer, given == null);
  }

  private static LogOrigin origin(Event event) {
    String[] segments = event.getEquipment().split("/", 3);
    String plant = segments.length < 2 ? event.getEquipment() : segments[0] + "/" + segments[1];
    return new LogOrigin("rehearsal", plant, "events", "rehearsal");
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("millrace-flow-test");
    } catch (IOException e) {
      throw new MillraceException(ErrorCode.STORE_UNAVAILABLE, "no room for a rehearsal: " + e, e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new MillraceException(
          ErrorCode.STORE_UNAVAILABLE, folder + " cannot be removed: " + e, e);
    }
  }
}
