package io.millrace.prove.attack;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was done so far. One thread. */
public final class Tally {
  private final List<Cut> cuts = new ArrayList<>();
  private int relayKills;
  private int sendingKills;
  private int agentKills;
  private int backlogKills;
  private final Map<String, Integer> systemKills = new TreeMap<>(Map.of("erp", 0));

  void relayKilled(boolean headStoodSending) {
    relayKills++;
    sendingKills += headStoodSending ? 1 : 0;
  }

  void agentKilled(boolean withBacklog) {
    agentKills++;
    backlogKills += withBacklog ? 1 : 0;
  }

  void systemKilled(String name) {
    systemKills.merge(name, 1, Integer::sum);
  }

  void cut(Cut cut) {
    cuts.add(cut);
  }

  /** All outages of the OPC UA server. */
  public List<Cut> cuts() {
    return List.copyOf(cuts);
  }

  /** Kills of that business system while a posting to it stood SENDING. */
  public int systemKills(String name) {
    return systemKills.getOrDefault(name, 0);
  }

  /** Kills of the relay while a head stood SENDING in its database. */
  public int sendingKills() {
    return sendingKills;
  }

  /** Kills of the agent while it held events that no relay had acknowledged. */
  public int backlogKills() {
    return backlogKills;
  }

  /** All kills. */
  public int kills() {
    return relayKills + agentKills + systemKills.values().stream().mapToInt(kills -> kills).sum();
  }

  /** By victim, with the states that they were observed in. */
  public Map<String, Integer> byVictim() {
    Map<String, Integer> kills = new LinkedHashMap<>();
    kills.put("relay", relayKills);
    kills.put("relay with a head SENDING", sendingKills);
    kills.put("agent", agentKills);
    kills.put("agent with backlog", backlogKills);
    kills.putAll(systemKills);
    kills.put("OPC UA server taken away", cuts.size());
    return kills;
  }

  /**
   * A time in which a press's OPC UA server was gone.
   *
   * @param from when it had just gone
   * @param to when it was about to come back
   * @param pieces that the press made meanwhile
   */
  public record Cut(String press, Instant from, Instant to, long pieces) {}
}
