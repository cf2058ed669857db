package io.millrace.relay.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.base.time.Clock;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.connector.Target;
import io.millrace.relay.counting.ChainSum;
import io.millrace.relay.counting.Chains;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.eventlog.LoggedEvent;
import io.millrace.relay.flow.language.Flow;
import io.millrace.relay.flow.language.LatePolicy;
import io.millrace.relay.posting.Posting;
import io.millrace.relay.posting.Postings;
import io.millrace.relay.posting.Range;
import io.millrace.relay.store.Store;
import io.millrace.v1.Case;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counting, flows and postings over one store, with a clock that the test sets. */
final class FlowBench implements AutoCloseable, Clock {
  static final Flow FLOW =
      TestFlows.counts(
          "confirm-production",
          "production-confirmation",
          "erp",
          Duration.ofSeconds(5),
          50,
          LatePolicy.CASE);

  final Store store;
  final Cases cases;
  final Chains chains;
  final Postings postings;
  final EventLog log = new EventLog();
  final Flows flows;
  Instant now = Counting.START;

  FlowBench(Path folder, Flow... flow) {
    this(folder, TestFlows.TARGETS, flow);
  }

  FlowBench(Path folder, List<Target> targets, Flow... flow) {
    store = Store.open(folder);
    cases = new Cases(store, this);
    chains = new Chains(cases);
    postings = new Postings(this);
    flows = new Flows(List.of(flow), targets, chains, postings, log, cases, this, ZoneOffset.UTC);
    new CountDecisions(chains, flows, log, this).all().forEach(cases::register);
    flows.decisions().forEach(cases::register);
    store.writeNow(
        handle -> {
          flows.activate(handle, now);
          return true;
        });
  }

  Progress take(LoggedEvent... events) {
    return take(List.of(events));
  }

  Progress take(List<LoggedEvent> events) {
    return store.writeNow(handle -> flows.advance(handle, flows.position(handle), events, now));
  }

  void drain() {
    store.writeNow(
        handle -> {
          flows.drain(handle, now);
          return true;
        });
  }

  List<Posting> postings() {
    return store.read(
        handle -> {
          List<Posting> found = new ArrayList<>();
          for (Optional<Posting> each = postings.find(handle, 1);
              each.isPresent();
              each = postings.find(handle, found.size() + 1)) {
            found.add(each.get());
          }
          return found;
        });
  }

  List<Range> ranges(Posting posting) {
    return store.read(handle -> postings.ranges(handle, posting.id()));
  }

  List<Range> ranges() {
    return postings().stream().flatMap(posting -> ranges(posting).stream()).toList();
  }

  List<String> closedBy() {
    return postings().stream()
        .map(posting -> store.read(h -> flows.run(h, posting.run())).orElseThrow().closedBy())
        .toList();
  }

  Run run(long id) {
    return store.read(handle -> flows.run(handle, id)).orElseThrow();
  }

  List<ChainSum> sums() {
    return store.read(chains::sums);
  }

  List<Case> openCases() {
    return cases.list(false);
  }

  /** The open one; fails where there are none or several. */
  Case onlyCase() {
    List<Case> open = openCases();
    assertThat(open).hasSize(1);
    return open.get(0);
  }

  /** Generation, ends and quantity. */
  static String text(Range range) {
    return "%s %d-%d =%s".formatted(range.generation(), range.from(), range.to(), range.quantity());
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return Duration.between(Counting.START, now).toNanos();
  }

  @Override
  public void close() {
    store.close();
  }
}
