package io.millrace.relay.ingest;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.worker.Worker;
import io.millrace.relay.casework.Cases;
import io.millrace.relay.eventlog.EventLog;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.store.Store;
import io.millrace.v1.AgentReport;
import io.millrace.v1.AgentStatus;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of all agents. One live session per agent: a newcomer beside one that answers a
 * probe is a clone and is refused, else the older one is fenced (rule J1). Sessions belong to this
 * worker's thread; every other method may be called from any thread, and leaves a task for it or
 * reads what is kept for all.
 */
public final class Ingest implements Worker {
  /** Time in which a live session answers. */
  static final Duration PROBE_WAIT = Duration.ofSeconds(5);

  /** Tasks that may wait for the worker; calls beyond are refused. */
  static final int TASKS_MAX = 20_000;

  private static final Duration CHECK_GAP = Duration.ofSeconds(1);
  private static final Duration KEEP_GAP = Duration.ofSeconds(30);

  private final Store store;
  private final EventLog log;
  private final Fleet fleet;
  private final Restores restores;
  private final Admission admission;
  private final Committing committing;
  private final Clock clock;
  private final IngestCounts counts;
  private final RefusalLog refusals;
  private final SessionLog sessionLog;
  private final BlockingQueue<Runnable> tasks = new ArrayBlockingQueue<>(TASKS_MAX);

  /** What must not be refused: one end of each call, of which the listener bounds the number. */
  private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();

  private final Map<String, LiveSession> sessions = new HashMap<>();
  private final Map<String, Newcomer> newcomers = new HashMap<>();
  private final Map<String, LiveSession> shown = new ConcurrentHashMap<>();
  private final Reports reports = new Reports();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean draining;
  private long checkedNanos;
  private long probes;

  /** Over those rooms; whoever runs it gives it a thread. */
  public Ingest(
      Store store, EventLog log, Fleet fleet, Cases cases, RefusalLog refusals, Clock clock) {
    this.store = store;
    this.log = log;
    this.fleet = fleet;
    this.restores = new Restores(log);
    this.admission = new Admission(cases, restores);
    this.committing = new Committing(log, restores);
    this.clock = clock;
    this.refusals = refusals;
    this.counts = refusals.counts();
    this.sessionLog = new SessionLog(clock);
    this.checkedNanos = clock.nanos();
    fleet.onRevoked(agent -> later(this::checkPeers));
  }

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public int work() {
    int begun = ends.size(); // what these end was handed over as a task before
    int done = run(tasks, TASKS_MAX) + run(ends, begun);
    long now = clock.nanos();
    done += admitUnanswered(now);
    if (now - checkedNanos >= CHECK_GAP.toNanos()) {
      checkedNanos = now;
      checkPeers();
      keepSeen(now);
    }
    return done;
  }

  private static int run(Queue<Runnable> queue, int most) {
    int done = 0;
    for (Runnable task = next(queue, done, most); task != null; task = next(queue, done, most)) {
      task.run();
      done++;
    }
    return done;
  }

  private static @Nullable Runnable next(Queue<Runnable> queue, int done, int most) {
    return done < most ? queue.poll() : null;
  }

  @Override
  public void close() {
    sessions.values().forEach(session -> keep(session));
  }

  /** Tells that listener of restores; before anything runs. */
  public void onRestored(RestoreListener listener) {
    restores.listen(listener);
  }

  /** Names of limits reached and rules applied since the start, with how often. */
  public Map<String, Long> counts() {
    return counts.snapshot();
  }

  /** Whether an agent of that name has a live session; any thread. */
  public boolean isLive(String agent) {
    return shown.containsKey(agent);
  }

  /** The same with what the agent last said of itself; any thread. */
  public AgentStatus withReport(AgentStatus agent) {
    return reports.with(agent);
  }

  /**
   * Tells every stream to go and takes no new session. Returns whether all calls have ended and
   * nothing waits for a commit; asked again until it does, or until patience ends.
   */
  public boolean drain(Duration returnAfter) {
    if (!draining) {
      draining = true;
      ends.add(() -> sessions.values().forEach(s -> drain(s, returnAfter)));
    }
    return shown.isEmpty() && inFlight.get() == 0;
  }

  /** The answer completes on this worker's thread or the writer's. */
  public CompletableFuture<OpenSessionResponse> open(Peer peer, OpenSessionRequest request) {
    Newcomer newcomer = new Newcomer(peer, request, new CompletableFuture<>());
    if (!later(() -> arrive(newcomer))) {
      refuse(newcomer, new MillraceException(ErrorCode.STORE_UNAVAILABLE, "the relay is too busy"));
    }
    return newcomer.answer;
  }

  /**
   * Begins a stream of a session; the outlet fails at once or later when that session is not live.
   */
  public Publishing publish(Peer peer, StreamKey key, long session, Outlet outlet) {
    Publishing publishing = new Publishing(this, peer, key, session, outlet);
    if (!later(() -> attach(publishing))) {
      publishing.fail(new MillraceException(ErrorCode.STORE_UNAVAILABLE, "the relay is too busy"));
    }
    return publishing;
  }

  void probeAnswered(Publishing stream, long number) {
    later(() -> answered(stream, number));
  }

  /** Kept while the stream's session is the live one. */
  void reported(Publishing stream, AgentReport report) {
    String agent = stream.peer().agent();
    later(
        () -> {
          LiveSession live = sessions.get(agent);
          if (live != null && live.number() == stream.session()) {
            live.heard(clock.nanos());
            counts.add(
                reports.put(agent, report, clock.now())
                    ? IngestCounts.REPORTS
                    : IngestCounts.REPORTS_TOO_LARGE,
                1);
          }
        });
  }

  void ended(Publishing stream) {
    ends.add(() -> detach(stream));
  }

  /** On the writer thread. */
  void committed(Publishing stream, Committing.Committed committed) {
    counts.add(IngestCounts.BATCHES, 1);
    counts.add(IngestCounts.RECORDS, committed.added());
    counts.add(IngestCounts.REPEATED, committed.repeated());
    LiveSession live = shown.get(stream.peer().agent());
    if (live != null) {
      live.heard(clock.nanos());
    }
    if (stream.key().stream().equals(StreamKey.EVENTS) && committed.added() > 0) {
      log.announce();
    }
  }

  void inFlight(CompletableFuture<Void> told) {
    inFlight.incrementAndGet();
    told.whenComplete((done, failure) -> inFlight.decrementAndGet()).isDone();
  }

  RefusalLog refusals() {
    return refusals;
  }

  IngestCounts counting() {
    return counts;
  }

  Store store() {
    return store;
  }

  Committing committing() {
    return committing;
  }

  Instant now() {
    return clock.now();
  }

  private boolean later(Runnable task) {
    return tasks.offer(task);
  }

  private void arrive(Newcomer newcomer) {
    String agent = newcomer.peer.agent();
    if (draining) {
      refuse(newcomer, new MillraceException(ErrorCode.STORE_UNAVAILABLE, "the relay is stopping"));
      return;
    }
    if (newcomers.containsKey(agent)) {
      refuse(
          newcomer,
          new MillraceException(
              ErrorCode.SESSION_FENCED, "another session of this agent is being opened"));
      return;
    }
    newcomers.put(agent, newcomer);
    LiveSession live = sessions.get(agent);
    if (live != null && live.isLive()) {
      newcomer.probe = ++probes;
      newcomer.deadlineNanos = clock.nanos() + PROBE_WAIT.toNanos();
      live.streams().forEach(stream -> stream.probe(newcomer.probe));
    } else {
      admit(newcomer);
    }
  }

  private void answered(Publishing stream, long number) {
    Newcomer newcomer = newcomers.get(stream.peer().agent());
    LiveSession live = sessions.get(stream.peer().agent());
    if (newcomer == null || live == null || newcomer.isAdmitted || newcomer.probe != number) {
      return;
    }
    if (live.number() == stream.session()) {
      newcomers.remove(stream.peer().agent());
      refuse(
          newcomer,
          new MillraceException(
              ErrorCode.AGENT_CLONED,
              "session %d of agent %s is live and answered a probe: two boxes use one identity"
                  .formatted(live.number(), stream.peer().agent())));
    }
  }

  private int admitUnanswered(long now) {
    int admitted = 0;
    for (Newcomer newcomer : newcomers.values()) {
      if (!newcomer.isAdmitted && now - newcomer.deadlineNanos >= 0) {
        admit(newcomer);
        admitted++;
      }
    }
    return admitted;
  }

  private void admit(Newcomer newcomer) {
    newcomer.isAdmitted = true;
    Instant now = clock.now();
    try {
      store
          .write(handle -> admission.open(handle, newcomer.peer, newcomer.request, now))
          .whenComplete((opened, failure) -> ends.add(() -> settle(newcomer, opened, failure)))
          .isDone();
    } catch (MillraceException e) {
      newcomers.remove(newcomer.peer.agent());
      refuse(newcomer, e);
    }
  }

  @SuppressWarnings("NullAway") // exactly one of result and failure is there
  private void settle(Newcomer newcomer, OpenSessionResponse opened, Throwable failure) {
    newcomers.remove(newcomer.peer.agent());
    if (failure != null) {
      refuse(newcomer, Refusals.reason(failure));
      return;
    }
    LiveSession before = sessions.get(newcomer.peer.agent());
    if (before != null) {
      end(
          before,
          new MillraceException(
              ErrorCode.SESSION_FENCED,
              "session %d was replaced by session %d"
                  .formatted(before.number(), opened.getSession())));
    }
    LiveSession session = new LiveSession(newcomer.peer, opened.getSession(), clock.nanos());
    sessions.put(newcomer.peer.agent(), session);
    fleet.seen(newcomer.peer.certificate());
    sessionLog.opened(session);
    newcomer.answer.complete(opened);
  }

  private void attach(Publishing stream) {
    LiveSession live = sessions.get(stream.peer().agent());
    if (live == null || live.number() != stream.session()) {
      stream.fail(
          new MillraceException(
              ErrorCode.SESSION_FENCED, "session %d is not live".formatted(stream.session())));
      return;
    }
    live.streams().add(stream);
    shown.put(stream.peer().agent(), live);
  }

  private void detach(Publishing stream) {
    LiveSession live = sessions.get(stream.peer().agent());
    if (live == null || !live.streams().remove(stream) || live.isLive()) {
      return;
    }
    shown.remove(stream.peer().agent());
    keep(live);
    if (draining) {
      sessionLog.ended(live);
    } else {
      sessionLog.lost(live);
    }
    Newcomer newcomer = newcomers.get(stream.peer().agent());
    if (newcomer != null && !newcomer.isAdmitted) {
      admit(newcomer);
    }
  }

  /** Every call was checked when it began; this ends what went bad since. */
  private void checkPeers() {
    Iterator<LiveSession> all = List.copyOf(sessions.values()).iterator();
    while (all.hasNext()) {
      LiveSession session = all.next();
      try {
        fleet.check(session.peer().certificate());
      } catch (MillraceException e) {
        sessions.remove(session.peer().agent());
        keep(session);
        end(session, e);
      }
    }
  }

  private void end(LiveSession session, MillraceException reason) {
    sessionLog.closed(session, reason.code());
    shown.remove(session.peer().agent(), session);
    List.copyOf(session.streams()).forEach(stream -> stream.fail(reason));
    session.streams().clear();
  }

  private void keepSeen(long now) {
    for (LiveSession session : sessions.values()) {
      if (session.isToBeKept(now, KEEP_GAP.toNanos())) {
        keep(session);
      }
    }
  }

  /** A failure shows when the agent's next batch cannot be written either. */
  private void keep(LiveSession session) {
    Instant now = clock.now();
    store
        .write(
            handle -> {
              SessionRow.seen(handle, session.peer().agent(), session.number(), now);
              return true;
            })
        .isDone();
  }

  private static void drain(LiveSession session, Duration returnAfter) {
    session.streams().forEach(stream -> stream.drain(returnAfter.toMillis()));
  }

  private void refuse(Newcomer newcomer, MillraceException reason) {
    refusals.refused(newcomer.peer.agent(), reason);
    newcomer.answer.completeExceptionally(reason);
  }

  /** A session that is being opened. */
  private static final class Newcomer {
    private final Peer peer;
    private final OpenSessionRequest request;
    private final CompletableFuture<OpenSessionResponse> answer;
    private long probe;
    private long deadlineNanos;
    private boolean isAdmitted;

    Newcomer(Peer peer, OpenSessionRequest request, CompletableFuture<OpenSessionResponse> answer) {
      this.peer = peer;
      this.request = request;
      this.answer = answer;
    }
  }
}
