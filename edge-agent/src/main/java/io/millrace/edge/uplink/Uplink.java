package io.millrace.edge.uplink;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import io.millrace.base.worker.Worker;
import io.millrace.base.worker.WorkerRunner;
import io.millrace.edge.identity.Identity;
import io.millrace.edge.identity.IdentityFolder;
import io.millrace.edge.identity.Renewal;
import io.millrace.edge.journal.Journal;
import io.millrace.v1.AgentReport;
import io.millrace.v1.UplinkStatus;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the relay: a worker that gives the dialogue its line, its identity and its turn.
 * Whatever the relay refuses and however long it is away, it goes on trying; nothing is lost, the
 * journal has it.
 */
public final class Uplink implements Worker {
  /** Events of the line that may wait; the window bounds what the relay can say. */
  static final int EVENTS_MAX = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);
  private static final Duration IDLE = Duration.ofMillis(20);
  private static final Duration IDENTITY_GAP = Duration.ofSeconds(1);

  private final Clock clock;
  private final IdentityFolder folder;
  private final GrpcLine line;
  private final Dialogue dialogue;
  private final Renewal renewal;
  private final Pace pace;
  private final BlockingQueue<LineEvent> events = new ArrayBlockingQueue<>(EVENTS_MAX);
  private final AtomicReference<@Nullable WorkerRunner> runner = new AtomicReference<>();
  private volatile UplinkStatus status = UplinkStatus.getDefaultInstance();
  private volatile boolean isOverrun;
  private @Nullable Identity identity;
  private boolean showsCandidate;
  private boolean triesCandidate;
  private boolean isCandidateTried;
  private long identityVersion = -1;
  private long identityNanos;

  private Uplink(
      Journal journal,
      IdentityFolder folder,
      UplinkSettings settings,
      String version,
      Clock clock,
      RandomGenerator random) {
    this.clock = clock;
    this.folder = folder;
    this.pace = new Pace(clock);
    this.line = new GrpcLine(this::next, this::enqueue, this::wake, clock);
    this.renewal =
        new Renewal(
            folder,
            new Renewal.Terms(version, folder.plant(), settings.api()),
            clock,
            new SecureRandom(),
            this::wake);
    this.dialogue = new Dialogue(journal, version, settings, line, clock, random);
    this.identityNanos = clock.nanos() - IDENTITY_GAP.toNanos();
    journal.events().onDurable(this::wake);
    journal.telemetry().onDurable(this::wake);
  }

  /**
   * Starts at once on a thread of its own. Without an identity it waits for one; one that appears
   * or changes while it runs is taken up within a second.
   */
  public static Running start(
      Journal journal,
      IdentityFolder folder,
      UplinkSettings settings,
      String version,
      Clock clock,
      RandomGenerator random) {
    Uplink uplink = new Uplink(journal, folder, settings, version, clock, random);
    WorkerRunner runner = WorkerRunner.start(uplink, IDLE);
    uplink.runner.set(runner);
    return new Running(uplink, runner);
  }

  @Override
  public String name() {
    return "uplink";
  }

  @Override
  public int work() {
    int done = lookAtIdentity();
    LineEvent event = events.poll();
    while (event != null) {
      dialogue.on(event).ifPresent(this::failed);
      done++;
      event = events.poll();
    }
    if (isOverrun) {
      isOverrun = false;
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "more than " + EVENTS_MAX + " events");
    }
    done += dialogue.work();
    renew();
    UplinkStatus now = page();
    if (!now.equals(status)) {
      sayConnected(now);
      status = now;
    }
    return done;
  }

  @Override
  public void close() {
    dialogue.close();
    renewal.close();
    line.close();
  }

  private int lookAtIdentity() {
    long now = clock.nanos();
    if (now - identityNanos < IDENTITY_GAP.toNanos()) {
      return 0;
    }
    identityNanos = now;
    try {
      long version = folder.version();
      if (version == identityVersion) {
        return 0;
      }
      identityVersion = version;
      take(folder.load());
    } catch (MillraceException e) {
      identity = null;
      renewal.of(Optional.empty());
      Failure unusable = new Failure(e.code(), e.detail());
      dialogue.notEnrolled(unusable.text());
      say(unusable);
    }
    return 1;
  }

  private void take(Optional<Identity> present) {
    identity = present.orElse(null);
    renewal.of(present);
    triesCandidate = true;
    isCandidateTried = false;
    if (present.isPresent()) {
      Identity found = present.get();
      dialogue.enrolled(new Papers(found.relayAddress(), found.expiresAt()));
    } else {
      Failure missing =
          new Failure(ErrorCode.NOT_ENROLLED, "no certificate yet: run millrace-agent enrol");
      dialogue.notEnrolled(missing.text());
      say(missing);
    }
  }

  /** With a candidate, it and the present certificate take turns: one of them is good. */
  private @Nullable Identity next() {
    Identity candidate = renewal.candidate().orElse(null);
    showsCandidate = candidate != null && triesCandidate;
    isCandidateTried |= showsCandidate;
    triesCandidate = !triesCandidate;
    return showsCandidate ? candidate : identity;
  }

  private void renew() {
    Instant relayNow = clock.now().plusMillis(dialogue.status().getSkewMs());
    boolean had = renewal.candidate().isPresent();
    renewal.work(relayNow).ifPresent(this::sayRenewal);
    if (renewal.candidate().isEmpty()) {
      return;
    }
    if (!had) {
      triesCandidate = true;
      isCandidateTried = false;
      dialogue.changeOver("certificate renewed");
    } else if (dialogue.isConnected()) {
      judge();
    }
  }

  /** A session is open. */
  private void judge() {
    if (showsCandidate) {
      if (renewal.isTrialDue()) {
        takeUp();
      }
    } else if (isCandidateTried) {
      isCandidateTried = false;
      trialFailed();
    } else if (renewal.isTrialDue()) {
      triesCandidate = true;
      dialogue.changeOver("the new certificate is tried again");
    }
  }

  private void trialFailed() {
    try {
      sayRenewal(renewal.trialFailed("the present one did"));
    } catch (MillraceException e) {
      sayRenewal(e);
    }
  }

  private void takeUp() {
    try {
      Identity taken = renewal.takeUp();
      identity = taken;
      showsCandidate = false;
      identityVersion = folder.version();
      dialogue.renewed(new Papers(taken.relayAddress(), taken.expiresAt()));
      LOG.atInfo()
          .addKeyValue("until", taken.expiresAt())
          .log("certificate renewed, and taken up by a session");
    } catch (MillraceException e) {
      sayRenewal(e);
    }
  }

  private void failed(Failure failure) {
    if (failure.code() == ErrorCode.CERTIFICATE_INVALID) {
      if (showsCandidate) {
        renewal.stale(failure.reason());
      } else {
        renewal.hurry();
      }
    }
    say(failure);
  }

  private UplinkStatus page() {
    UplinkStatus.Builder page = dialogue.status().toBuilder().setRenewal(renewal.text());
    renewal.renewsAt().ifPresent(at -> page.setCertificateRenewsAt(at.toString()));
    return page.build();
  }

  private void sayRenewal(MillraceException e) {
    pace.due("renewal " + e.code())
        .ifPresent(
            repeated ->
                LOG.atWarn()
                    .addKeyValue("code", e.code())
                    .addKeyValue("repeated", repeated)
                    .addKeyValue("hint", e.code().hint())
                    .addKeyValue("reason", e.detail())
                    .log("the certificate is not renewed yet"));
  }

  private void sayConnected(UplinkStatus now) {
    if (now.getSession() != 0 && now.getSession() != status.getSession()) {
      LOG.atInfo()
          .addKeyValue("relay", now.getRelay())
          .addKeyValue("session", now.getSession())
          .log("session opened");
    }
  }

  private void say(Failure failure) {
    pace.due(failure.code().name())
        .ifPresent(
            repeated ->
                LOG.atWarn()
                    .addKeyValue("code", failure.code())
                    .addKeyValue("repeated", repeated)
                    .addKeyValue("hint", failure.code().hint())
                    .addKeyValue("reason", failure.reason())
                    .log("nothing is sent to the relay"));
  }

  private void enqueue(LineEvent event) {
    if (!events.offer(event)) {
      isOverrun = true;
    }
    wake();
  }

  private void wake() {
    WorkerRunner present = runner.get();
    if (present != null) {
      present.wake();
    }
  }

  /** A running uplink; closing ends its thread and connection. */
  public record Running(Uplink uplink, WorkerRunner runner) implements AutoCloseable {

    /** How it is; any thread. */
    public UplinkStatus status() {
      return uplink.status;
    }

    /** Tells the relay what that supplier answers, now and then; it is asked by the worker. */
    public void report(Supplier<AgentReport> supplier) {
      uplink.dialogue.reporting().of(supplier);
    }

    @Override
    public void close() {
      runner.close();
    }
  }
}
