package io.millrace.relay;

import io.millrace.base.time.Clock;
import io.millrace.relay.api.LivePart;
import io.millrace.relay.api.RelayDesk;
import io.millrace.relay.config.RelayConfig;
import io.millrace.relay.fleet.CertificateAuthority;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.ingest.AgentList;
import io.millrace.relay.posting.lane.Lanes;
import io.millrace.v1.AgentStatus;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.List;

/** The files of a relay that does not run, held under its lock for one command. */
public final class RelayFiles implements AutoCloseable {
  private final Rooms rooms;
  private final RelayConfig config;
  private final Clock clock;
  private final RelayDesk desk;

  private RelayFiles(RelayConfig config, Clock clock, String version) {
    this.config = config;
    this.clock = clock;
    this.rooms = Rooms.open(config, clock);
    Lanes.registerDecisions(rooms.cases, clock, List.of(rooms.flows.listener()));
    this.desk = rooms.desk(LivePart.stopped(version), clock, this::fleet, this::agents);
  }

  /** DATA_IN_USE when a relay runs on them. */
  public static RelayFiles open(RelayConfig config, Clock clock, String version) {
    return new RelayFiles(config, clock, version);
  }

  /** Answers about the files. */
  public RelayDesk desk() {
    return desk;
  }

  private Fleet fleet() {
    SecureRandom random = new SecureRandom();
    return Fleet.open(
        rooms.store,
        CertificateAuthority.open(config.authority(), clock, random),
        config.authority(),
        clock,
        random);
  }

  private List<AgentStatus> agents() {
    return Files.exists(config.authority())
        ? new AgentList(rooms.store, fleet(), agent -> false, agent -> agent, clock).all()
        : List.of();
  }

  @Override
  public void close() {
    rooms.close();
  }
}
