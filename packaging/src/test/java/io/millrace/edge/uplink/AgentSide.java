package io.millrace.edge.uplink;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.time.Clock;
import io.millrace.edge.journal.Journal;
import io.millrace.edge.journal.StreamName;
import io.millrace.v1.OpenSessionRequest;
import io.millrace.v1.OpenSessionResponse;
import io.millrace.v1.PublishRequest;
import io.millrace.v1.PublishResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** The agent's half of a simulated line: the dialogue without gRPC. */
public final class AgentSide {
  private final Dialogue dialogue;
  private final Clock clock;

  /** An enrolled agent over that journal; the wire carries what it says. */
  public AgentSide(Journal journal, Wire wire, Clock clock, RandomGenerator random) {
    UplinkSettings shipped = UplinkSettings.of(List.of("relay:1"));
    UplinkSettings small =
        new UplinkSettings(
            shipped.addresses(),
            7,
            2_000,
            Duration.ofMillis(50),
            8_000,
            5,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            "");
    this.clock = clock;
    this.dialogue = new Dialogue(journal, "sim", small, new WireLine(wire), clock, random);
    dialogue.enrolled(new Papers("relay:1", Instant.MAX));
  }

  /** One turn. */
  public void work() {
    dialogue.work();
  }

  /** The relay opened the session. */
  public void opened(int connection, OpenSessionResponse response) {
    dialogue.on(new LineEvent.Opened(connection, response, clock.now(), Duration.ZERO));
  }

  /** A stream's message arrived. */
  public void incoming(int connection, String stream, PublishResponse message) {
    dialogue.on(new LineEvent.Incoming(connection, name(stream), message));
  }

  /** The connection ended; the text is the relay's, or empty when it was cut. */
  public void ended(int connection, String text) {
    dialogue.on(new LineEvent.Ended(connection, Failure.parse(text, ErrorCode.UPLINK_UNREACHABLE)));
  }

  /** State and reason. */
  public String status() {
    return dialogue.status().getState() + " " + dialogue.status().getReason();
  }

  private static StreamName name(String stream) {
    return stream.equals("events") ? StreamName.EVENTS : StreamName.TELEMETRY;
  }

  /** What carries the agent's words. */
  public interface Wire {
    /** A new connection asks for a session. */
    void open(int connection, OpenSessionRequest request);

    /** A stream's call begins. */
    void start(String stream, long session);

    /** A message on a stream's call. */
    void send(String stream, PublishRequest request);

    /** The agent leaves. */
    void hangUp();

    /** Whether the call takes more. */
    boolean isReady();
  }

  private record WireLine(Wire wire) implements Line {
    @Override
    public void open(int connection, String address, OpenSessionRequest request) {
      wire.open(connection, request);
    }

    @Override
    public void start(StreamName stream, long session) {
      wire.start(stream.text(), session);
    }

    @Override
    public boolean isReady(StreamName stream) {
      return wire.isReady();
    }

    @Override
    public void send(StreamName stream, PublishRequest request) {
      wire.send(stream.text(), request);
    }

    @Override
    public void hangUp() {
      wire.hangUp();
    }
  }
}
