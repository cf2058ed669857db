package io.millrace.edge.uplink;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.JournalStream;
import io.millrace.edge.journal.StreamName;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.ProbeAnswer;
import io.millrace.v1.PublishRequest;
import io.millrace.v1.PublishResponse;
import io.millrace.v1.RecordRefusal;
import io.millrace.v1.StreamPosition;
import io.millrace.v1.UplinkStatus;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the agent says to the relay and when: a session, then the streams from where the relay wants
 * them, and again after every failure, for ever. A state machine without I/O; one thread.
 */
final class Dialogue implements AutoCloseable {
  /** Time for connecting, the handshake, and a probe of five seconds at the relay. */
  static final Duration OPEN_WAIT = Duration.ofSeconds(15);

  /** Without an acknowledgement for so long the connection is given up. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(60);

  /** Time for the last acknowledgements when the relay stops or the certificate changes. */
  static final Duration DRAIN_WAIT = Duration.ofSeconds(5);

  private static final String STOPPING = "relay is stopping";
  private static final Duration STEADY = Duration.ofSeconds(10);
  private static final Duration NOT_ENROLLED_RETRY = Duration.ofSeconds(1);

  private final Journal journal;
  private final String version;
  private final UplinkSettings settings;
  private final Line line;
  private final Clock clock;
  private final RandomGenerator random;
  private final ReturnWait waits;
  private final Map<StreamName, StreamSender> senders = new EnumMap<>(StreamName.class);
  private final Reporting reporting = new Reporting();

  private @Nullable Papers papers;
  private State state = State.NOT_ENROLLED;
  private String reason = "";
  private String address = "";
  private boolean isRefused;
  private int attempts;
  private int connection;
  private long untilNanos;
  private long openedNanos;
  private long session;
  private long skewMillis;
  private long returnNanos;

  Dialogue(
      Journal journal,
      String version,
      UplinkSettings settings,
      Line line,
      Clock clock,
      RandomGenerator random) {
    this.journal = journal;
    this.version = version;
    this.settings = settings;
    this.line = line;
    this.clock = clock;
    this.random = random;
    this.waits = new ReturnWait(settings.reconnectFirst(), settings.reconnectMax(), random);
    this.untilNanos = clock.nanos();
  }

  /** An identity appeared or was replaced: what is open is left, and a session opened with it. */
  void enrolled(Papers present) {
    papers = present;
    waits.reset();
    leave(State.WAITING, "enrolled", Duration.ZERO);
    isRefused = false;
  }

  /** What is open was opened with these papers. */
  void renewed(Papers present) {
    papers = present;
  }

  /** Ends what is open in order, and opens a session with what the line then shows. */
  void changeOver(String why) {
    if (state == State.CONNECTED) {
      beginDraining(0, why);
    } else if (state == State.WAITING || state == State.OPENING) {
      leave(State.WAITING, why, Duration.ZERO);
    }
  }

  /** There is no identity that can be used, for that reason. */
  void notEnrolled(String why) {
    papers = null;
    leave(State.NOT_ENROLLED, why, NOT_ENROLLED_RETRY);
    isRefused = false;
  }

  /** Does what is due; returns how many things. */
  int work() {
    long now = clock.nanos();
    return switch (state) {
      case NOT_ENROLLED -> 0;
      case WAITING -> now - untilNanos >= 0 ? open(now) : 0;
      case OPENING -> now - untilNanos >= 0 ? failed(timeout()) : 0;
      case CONNECTED -> send(now);
      case DRAINING -> drain(now);
    };
  }

  /** Takes what came from the line; returns a failure that is worth a log line. */
  Optional<Failure> on(LineEvent event) {
    if (event.connection() != connection) {
      return Optional.empty();
    }
    if (event instanceof LineEvent.Opened opened) {
      return state == State.OPENING ? opened(opened) : Optional.empty();
    }
    if (event instanceof LineEvent.Incoming incoming) {
      return incoming(incoming.stream(), incoming.message());
    }
    return ended(((LineEvent.Ended) event).failure());
  }

  UplinkStatus status() {
    UplinkStatus.Builder status =
        UplinkStatus.newBuilder()
            .setState(stateText())
            .setReason(reason)
            .setRelay(address)
            .setSkewMs(skewMillis)
            .setSession(state == State.CONNECTED || state == State.DRAINING ? session : 0);
    if (papers != null) {
      status.setCertificateExpiresAt(papers.expiresAt().toString());
    }
    return status.build();
  }

  Reporting reporting() {
    return reporting;
  }

  boolean isConnected() {
    return state == State.CONNECTED;
  }

  @Override
  public void close() {
    closeSenders();
    line.hangUp();
  }

  private int open(long now) {
    Papers present = papers;
    if (present == null) {
      state = State.NOT_ENROLLED;
      return 0;
    }
    List<String> addresses =
        settings.addresses().isEmpty() ? List.of(present.relayAddress()) : settings.addresses();
    address = addresses.get(attempts++ % addresses.size());
    state = State.OPENING;
    untilNanos = now + OPEN_WAIT.toNanos();
    openedNanos = now;
    line.open(++connection, address, Announcement.of(journal, version));
    return 1;
  }

  private Optional<Failure> opened(LineEvent.Opened opened) {
    OpenSessionResponse response = opened.response();
    session = response.getSession();
    skewMillis = opened.skewMillis();
    closeSenders();
    for (StreamPosition position : response.getStreamsList()) {
      JournalStream stream = stream(position.getStream());
      long resume = position.getResumeSequence();
      if (stream == null || resume < 1 || resume > stream.durable() + 1) {
        return refusedPosition(position, stream);
      }
      senders.put(stream.name(), new StreamSender(stream, settings, resume, clock.nanos()));
    }
    state = State.CONNECTED;
    isRefused = false;
    reason = "";
    openedNanos = clock.nanos();
    reporting.begin(openedNanos);
    senders.keySet().forEach(name -> line.start(name, session));
    return Optional.empty();
  }

  private Optional<Failure> refusedPosition(
      StreamPosition position, @Nullable JournalStream stream) {
    Failure failure =
        new Failure(
            ErrorCode.UPLINK_REFUSED,
            "%s: relay wants %d, the journal ends at %d: was an older image of this box restored?"
                .formatted(
                    position.getStream(),
                    position.getResumeSequence(),
                    stream == null ? 0 : stream.durable()));
    failed(failure);
    return Optional.of(failure);
  }

  private Optional<Failure> incoming(StreamName name, PublishResponse message) {
    StreamSender sender = senders.get(name);
    if (sender == null) {
      return Optional.empty();
    }
    switch (message.getMessageCase()) {
      case ACKNOWLEDGEMENT -> {
        long sequence = message.getAcknowledgement().getCommittedSequence();
        Optional<Failure> wrong = sender.acknowledged(sequence, clock.nanos());
        wrong.ifPresent(this::failed);
        waits.reset();
        return wrong;
      }
      case PROBE ->
          line.send(
              name,
              PublishRequest.newBuilder()
                  .setProbeAnswer(ProbeAnswer.newBuilder().setProbe(message.getProbe().getProbe()))
                  .build());
      case REFUSAL -> {
        return refused(sender, message.getRefusal());
      }
      case DRAIN -> beginDraining(message.getDrain().getReturnAfterMs(), STOPPING);
      case MESSAGE_NOT_SET -> {
        // a newer relay says something that this agent does not know
      }
    }
    return Optional.empty();
  }

  /** The record is put aside; the relay ends the call, and the next one goes around it. */
  private Optional<Failure> refused(StreamSender sender, RecordRefusal refusal) {
    Failure failure =
        Failure.parse(
            "%s: %s; it is kept aside and declared"
                .formatted(refusal.getCode(), refusal.getReason()),
            ErrorCode.BATCH_INVALID);
    if (!sender.refused(refusal.getSequence(), failure.text())) {
      return Optional.empty(); // the end of the call says why
    }
    leave(State.WAITING, failure.text(), settings.reconnectFirst());
    isRefused = false;
    return Optional.of(failure);
  }

  private Optional<Failure> ended(Failure failure) {
    if (state == State.DRAINING) {
      leave(State.WAITING, reason, afterDrain());
      return Optional.empty();
    }
    if (state != State.OPENING && state != State.CONNECTED) {
      return Optional.empty();
    }
    failed(failure);
    return Optional.of(failure);
  }

  /** Events go first; telemetry only while no event waits to be sent. */
  private int send(long now) {
    StreamSender events = senders.get(StreamName.EVENTS);
    StreamSender telemetry = senders.get(StreamName.TELEMETRY);
    int sent = events == null ? 0 : events.work(now, line);
    if (events != null) {
      reporting.work(now, line);
    }
    if (telemetry != null && (events == null || !events.isBehind())) {
      sent += telemetry.work(now, line);
    }
    for (StreamSender sender : senders.values()) {
      if (sender.silentNanos(now) > SILENCE_MAX.toNanos()) {
        return failed(
            new Failure(
                ErrorCode.UPLINK_UNREACHABLE,
                "no acknowledgement of %s for %s".formatted(sender.name().text(), SILENCE_MAX)));
      }
    }
    return sent;
  }

  private void beginDraining(int returnAfterMillis, String why) {
    if (state == State.CONNECTED) {
      state = State.DRAINING;
      waits.lost(clock.nanos());
      reason = why;
      untilNanos = clock.nanos() + DRAIN_WAIT.toNanos();
      returnNanos = clock.nanos() + Duration.ofMillis(returnAfterMillis).toNanos();
    }
  }

  private int drain(long now) {
    boolean settled = senders.values().stream().allMatch(StreamSender::isSettled);
    if (!settled && now - untilNanos < 0) {
      return 0;
    }
    leave(State.WAITING, reason, afterDrain());
    return 1;
  }

  private Duration afterDrain() {
    long wait = Math.max(0, returnNanos - clock.nanos());
    long jitter = random.nextLong(settings.reconnectFirst().toNanos() + 1);
    return Duration.ofNanos(wait + jitter);
  }

  private int failed(Failure failure) {
    if (state == State.CONNECTED && clock.nanos() - openedNanos > STEADY.toNanos()) {
      waits.reset();
    }
    if (state == State.CONNECTED) {
      waits.lost(clock.nanos());
    }
    isRefused = failure.isRefusal();
    Duration wait = isRefused ? refusedWait() : waits.next(clock.nanos());
    leave(State.WAITING, failure.text(), wait);
    return 1;
  }

  /** Between half and all of the time, so that many agents do not come at once. */
  private Duration refusedWait() {
    long half = settings.refusedRetry().toNanos() / 2;
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }

  private void leave(State next, String why, Duration wait) {
    closeSenders();
    if (state == State.OPENING || state == State.CONNECTED || state == State.DRAINING) {
      connection++;
      line.hangUp();
    }
    state = next;
    reason = why;
    untilNanos = clock.nanos() + wait.toNanos();
  }

  private void closeSenders() {
    senders.values().forEach(StreamSender::close);
    senders.clear();
  }

  private Failure timeout() {
    return new Failure(
        ErrorCode.UPLINK_UNREACHABLE, "%s did not answer for %s".formatted(address, OPEN_WAIT));
  }

  private @Nullable JournalStream stream(String name) {
    for (JournalStream stream : List.of(journal.events(), journal.telemetry())) {
      if (stream.name().text().equals(name)) {
        return stream;
      }
    }
    return null;
  }

  private String stateText() {
    return switch (state) {
      case NOT_ENROLLED -> "not-enrolled";
      case WAITING, OPENING -> isRefused ? "refused" : "connecting";
      case CONNECTED, DRAINING -> "connected";
    };
  }

  /** Where it is. */
  private enum State {
    NOT_ENROLLED,
    WAITING,
    OPENING,
    CONNECTED,
    DRAINING
  }
}
