package io.millrace.relay.fleet;

import io.millrace.base.config.Units;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.tls.EnrolmentCode;
import io.millrace.relay.fleet.Revocations.Revocation;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Who may speak to the relay. What is asked at every call is answered from memory, which follows
 * the tables. Any thread but the store's writer; blocks on commits.
 */
public final class Fleet {
  /** Longest life of a one-time code. */
  public static final Duration CODE_VALID_MAX = Duration.ofDays(7);

  private static final String REVOKED_FILE = "revoked";

  private final Store store;
  private final CertificateAuthority authority;
  private final Revocations revocations;
  private final Clock clock;
  private final SecureRandom random;
  private final Map<String, Agent> agents = new ConcurrentHashMap<>();
  private final Certificates certificates = new Certificates();
  private final Renewals renewals;
  private final List<Consumer<String>> onRevoked = new CopyOnWriteArrayList<>();

  private Fleet(
      Store store, CertificateAuthority authority, Path folder, Clock clock, SecureRandom random) {
    this.store = store;
    this.authority = authority;
    this.revocations = new Revocations(folder.resolve(REVOKED_FILE));
    this.clock = clock;
    this.random = random;
    this.renewals = new Renewals(store, authority, certificates, clock);
  }

  /**
   * Reads agents, and the revocations in the authority's folder, which a restored database may not
   * know.
   */
  public static Fleet open(
      Store store, CertificateAuthority authority, Path folder, Clock clock, SecureRandom random) {
    Fleet fleet = new Fleet(store, authority, folder, clock, random);
    List<Revocation> revoked = fleet.revocations.read();
    store
        .writeNow(
            handle -> {
              revoked.forEach(each -> AgentTable.revoked(handle, each));
              return AgentTable.all(handle);
            })
        .forEach(fleet::remember);
    fleet.certificates.remember(store.read(CertificateTable::all));
    return fleet;
  }

  /** Tells when an agent was revoked; on the thread that revokes. */
  public void onRevoked(Consumer<String> listener) {
    onRevoked.add(listener);
  }

  /** All agents, by name. */
  public List<Agent> agents() {
    return store.read(AgentTable::all);
  }

  /**
   * A one-time code for the agent; voids unused ones for it. USAGE when the agent belongs to
   * another plant or the time is not between nothing and a week.
   */
  public NewCode newCode(AgentName name, Duration valid) {
    if (valid.isNegative() || valid.isZero() || valid.compareTo(CODE_VALID_MAX) > 0) {
      throw new MillraceException(
          ErrorCode.USAGE,
          "valid %s: expected above 0 and up to %s"
              .formatted(Units.text(valid), Units.text(CODE_VALID_MAX)));
    }
    byte[] token = new byte[EnrolmentCode.TOKEN_BYTES];
    random.nextBytes(token);
    EnrolmentCode code = EnrolmentCode.of(token, authority.rootFingerprint());
    Instant now = clock.now();
    store.writeNow(
        handle -> {
          AgentTable.byName(handle, name.agent()).ifPresent(known -> checkPlant(known, name));
          CodeTable.add(handle, code.token(), name, now, now.plus(valid));
          return true;
        });
    return new NewCode(code, now.plus(valid));
  }

  /** Voids every unused code, as after a restore; returns how many there were. */
  public int voidCodes() {
    return store.writeNow(handle -> CodeTable.makeVoid(handle, null, clock.now()));
  }

  /** The same on the writer thread, within the caller's transaction. */
  public static int voidCodes(Handle handle, Instant now) {
    return CodeTable.makeVoid(handle, null, now);
  }

  /**
   * Certifies the key for whom the code was made, and uses the code up; both or neither.
   * ENROLMENT_REFUSED when the code is unknown, used, void or expired; PLANT_FOREIGN when it is for
   * another plant than the agent's, which is empty where it said none.
   */
  Certified enrol(String token, PublicKey key, String version, String plant) {
    Instant now = clock.now();
    Certified certified =
        store.writeNow(
            handle -> {
              AgentName name = CodeTable.use(handle, token, key.getEncoded(), now);
              if (!plant.isEmpty() && !plant.equals(name.plant())) {
                throw foreign(name, plant);
              }
              Optional<Agent> before = AgentTable.byName(handle, name.agent());
              Instant revokedAt = before.map(Agent::revokedAt).orElse(null);
              Instant from = Agent.issuedFrom(now, revokedAt);
              List<X509Certificate> chain = authority.agent(name, key, from);
              Instant expires = chain.get(0).getNotAfter().toInstant();
              AgentTable.enrolled(handle, new Agent(name, version, from, expires, null, ""));
              Certified given =
                  new Certified(
                      AgentTable.byName(handle, name.agent()).orElseThrow(),
                      chain,
                      authority.root(),
                      before.map(agent -> agent.enrolledAt().toString()).orElse(""));
              renewals.enrolled(handle, given.first(), chain.get(0));
              return given;
            });
    remember(certified.agent());
    certificates.remember(List.of(certified.first()));
    return certified;
  }

  /**
   * Refuses the agent from now on: durable in the file before the table, then its listeners end
   * what is live. NOT_FOUND for a name that was never enrolled.
   */
  public Agent revoke(String agent, String reason) {
    if (!agents.containsKey(agent)) {
      throw new MillraceException(ErrorCode.NOT_FOUND, "no agent '" + agent + "' was enrolled");
    }
    Revocation revocation = new Revocation(clock.now(), agent, reason);
    revocations.append(revocation);
    Agent revoked =
        store.writeNow(
            handle -> {
              AgentTable.revoked(handle, revocation);
              CodeTable.makeVoid(handle, agent, revocation.at());
              return AgentTable.byName(handle, agent).orElseThrow();
            });
    remember(revoked);
    onRevoked.forEach(listener -> listener.accept(agent));
    return revoked;
  }

  /** See {@link Renewals#renew}. */
  Renewals.Renewed renew(Renewals.Request request) {
    return renewals.renew(request);
  }

  /**
   * The certificate opened a session; the ones before it of the same enrolment are superseded by
   * that. Returns at once.
   */
  public void seen(X509Certificate certificate) {
    Agent agent = agents.get(AgentCertificate.name(certificate).agent());
    if (agent != null) {
      renewals.seen(certificate, agent);
    }
  }

  /**
   * When a person enrolled the agent whose certificate this is, or whose it was renewed from: a
   * renewal is nobody's decision. AGENT_UNKNOWN. Answers from memory.
   */
  public Instant enrolledAt(X509Certificate certificate) {
    return enrolledAt(certificate, known(AgentCertificate.name(certificate)));
  }

  private Instant enrolledAt(X509Certificate certificate, Agent agent) {
    return certificates
        .find(certificate, agent.name().agent())
        .map(IssuedCertificate::enrolledAt)
        .orElseGet(() -> Renewals.enrolledAt(certificate, agent));
  }

  /**
   * Who presents the certificate, at this time. CERTIFICATE_INVALID when it expired, AGENT_UNKNOWN,
   * AGENT_REVOKED, CERTIFICATE_SUPERSEDED. Answers from memory.
   */
  public AgentName check(X509Certificate certificate) {
    AgentName name = AgentCertificate.name(certificate);
    Instant expires = certificate.getNotAfter().toInstant();
    if (!clock.now().isBefore(expires)) {
      throw new MillraceException(
          ErrorCode.CERTIFICATE_INVALID,
          "certificate of agent %s expired at %s".formatted(name.agent(), expires));
    }
    Agent agent = known(name);
    if (agent.isRevoked(enrolledAt(certificate, agent))) {
      throw new MillraceException(
          ErrorCode.AGENT_REVOKED,
          "agent %s was revoked at %s: %s"
              .formatted(name.agent(), agent.revokedAt(), agent.reason()));
    }
    checkCurrent(certificate, name.agent());
    return name;
  }

  private void checkCurrent(X509Certificate certificate, String agent) {
    Optional<IssuedCertificate> row = certificates.find(certificate, agent);
    if (row.isEmpty() && certificates.isOlderThanKnown(certificate, agent)) {
      throw Renewals.superseded(agent, "one of the younger ones that are known here");
    }
    row.filter(IssuedCertificate::isSuperseded)
        .ifPresent(
            old -> {
              throw Renewals.superseded(agent, "a newer one at " + old.supersededAt());
            });
  }

  private Agent known(AgentName name) {
    Agent agent = agents.get(name.agent());
    if (agent == null || !agent.name().equals(name)) {
      throw new MillraceException(
          ErrorCode.AGENT_UNKNOWN,
          "agent %s of plant %s was not enrolled here".formatted(name.agent(), name.plant()));
    }
    return agent;
  }

  private void remember(Agent agent) {
    agents.put(agent.name().agent(), agent);
  }

  private static MillraceException foreign(AgentName name, String plant) {
    return new MillraceException(
        ErrorCode.PLANT_FOREIGN,
        "the code is for agent %s of plant %s, this agent is configured for plant %s; the code was not used"
            .formatted(name.agent(), name.plant(), plant));
  }

  private static void checkPlant(Agent known, AgentName wanted) {
    if (!known.name().equals(wanted)) {
      throw new MillraceException(
          ErrorCode.USAGE,
          "the name %s is an agent's of another plant than %s: choose another name"
              .formatted(wanted.agent(), wanted.plant()));
    }
  }

  /** Shown once. */
  public record NewCode(EnrolmentCode code, Instant expiresAt) {}

  /**
   * What enrolment gives: certificate and issuer, the root to trust, and when an agent of that name
   * was enrolled before, empty for never.
   */
  record Certified(
      Agent agent, List<X509Certificate> chain, X509Certificate root, String enrolledBefore) {
    Certified {
      chain = List.copyOf(chain);
    }

    IssuedCertificate first() {
      return IssuedCertificate.enrolled(chain.get(0), agent.name().agent(), agent.enrolledAt());
    }
  }
}
