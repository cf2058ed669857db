package io.millrace.relay.fleet;

import com.google.protobuf.ByteString;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.relay.store.Store;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Certifies new keys of agents for whoever holds the old one (rule J9). Who the agent is says the
 * relay's own record of the old certificate. Certifying supersedes nothing: that does the first
 * session of the new certificate. Any thread but the store's writer; blocks on commits.
 */
final class Renewals {
  /** So long after its expiry a certificate can still be renewed. */
  static final Duration EXPIRED_MAX = Duration.ofDays(180);

  /** Renewed certificates of one agent that wait for their first session; the oldest gives way. */
  static final int UNSEEN_MAX = 4;

  /** Certificates of one agent that are remembered; the oldest superseded ones give way. */
  static final int REMEMBERED_MAX = 100;

  private static final String SIGNATURE = "SHA256withECDSA";

  private final Store store;
  private final CertificateAuthority authority;
  private final AgentTrust trust;
  private final Certificates known;
  private final Clock clock;

  Renewals(Store store, CertificateAuthority authority, Certificates known, Clock clock) {
    this.store = store;
    this.authority = authority;
    this.trust = new AgentTrust(authority);
    this.known = known;
    this.clock = clock;
  }

  /**
   * The next certificate of the agent, and the issuer's; for the same request again the same.
   * AGENT_UNKNOWN, AGENT_REVOKED, PLANT_FOREIGN, CERTIFICATE_SUPERSEDED, and RENEWAL_REFUSED for
   * papers that do not fit and for a certificate that expired too long ago; nothing is certified
   * then.
   */
  Renewed renew(Request request) {
    PublicKey key = KeyRequest.key(request.keyRequest().toByteArray(), ErrorCode.RENEWAL_REFUSED);
    X509Certificate old = ours(request.certificate().toByteArray());
    requireSigned(request, old);
    AgentName claimed = AgentCertificate.name(old);
    Instant now = clock.now();
    Written written = store.writeNow(handle -> renew(handle, request, old, claimed, key, now));
    known.remember(written.rows);
    known.forgetOthers(claimed.agent(), written.rows);
    return written.renewed;
  }

  private Written renew(
      Handle handle,
      Request request,
      X509Certificate old,
      AgentName claimed,
      PublicKey key,
      Instant now) {
    Agent agent = agent(handle, claimed);
    if (!request.plant().isEmpty() && !request.plant().equals(agent.name().plant())) {
      throw new MillraceException(
          ErrorCode.PLANT_FOREIGN,
          "the certificate is for agent %s of plant %s, this agent is configured for plant %s"
              .formatted(claimed.agent(), agent.name().plant(), request.plant()));
    }
    IssuedCertificate present = record(handle, old, agent);
    requireUnrevoked(agent, present);
    Optional<IssuedCertificate> before = ofKey(handle, key, present);
    if (before.filter(row -> now.isBefore(row.expiresAt())).isPresent()) {
      return new Written(
          new Renewed(agent.name(), again(handle, before.get()), true),
          CertificateTable.of(handle, agent.name().agent()));
    }
    IssuedCertificate latest = before.orElse(present);
    requireCurrent(latest);
    requireNewest(handle, present);
    requireRecent(latest, now);
    List<X509Certificate> chain =
        authority.agent(agent.name(), key, Agent.issuedFrom(now, agent.revokedAt()));
    CertificateTable.add(handle, present.next(chain.get(0)), encoded(chain.get(0)));
    AgentTable.version(handle, agent.name().agent(), request.version());
    return new Written(new Renewed(agent.name(), chain, false), bounded(handle, present, now));
  }

  /** What was certified for the same request before; another one must have another key. */
  private static Optional<IssuedCertificate> ofKey(
      Handle handle, PublicKey key, IssuedCertificate present) {
    Optional<IssuedCertificate> newest =
        CertificateTable.ofKey(handle, IssuedCertificate.hash(key)).stream().findFirst();
    if (newest.isPresent() && !newest.get().parent().equals(present.fingerprint())) {
      throw refused("the key of the request was certified before: make a new one");
    }
    newest.ifPresent(Renewals::requireCurrent);
    return newest;
  }

  /** The relay's own record decides; a name that another plant has now is none of ours. */
  private static Agent agent(Handle handle, AgentName claimed) {
    return AgentTable.byName(handle, claimed.agent())
        .filter(agent -> agent.name().equals(claimed))
        .orElseThrow(
            () ->
                new MillraceException(
                    ErrorCode.AGENT_UNKNOWN,
                    "agent %s of plant %s was not enrolled here"
                        .formatted(claimed.agent(), claimed.plant())));
  }

  private IssuedCertificate record(Handle handle, X509Certificate old, Agent agent) {
    return CertificateTable.find(handle, IssuedCertificate.fingerprint(old))
        .orElseGet(() -> adopt(handle, old, agent));
  }

  /** Records what an enrolment gave. */
  void enrolled(Handle handle, IssuedCertificate first, X509Certificate certificate) {
    CertificateTable.add(handle, first, encoded(certificate));
  }

  /**
   * Takes a certificate of ours without a row into the table, if it is no old one: the database was
   * restored to before it was issued. It counts as renewed from the newest known one that was used,
   * whose key ends with its first session; where none was, it begins a line.
   */
  private IssuedCertificate adopt(Handle handle, X509Certificate certificate, Agent agent) {
    String name = agent.name().agent();
    if (known.isOlderThanKnown(certificate, name)) {
      throw superseded(name, "one of the younger ones that are known here");
    }
    IssuedCertificate row =
        CertificateTable.of(handle, name).stream()
            .filter(IssuedCertificate::isSeen)
            .reduce((older, newer) -> newer)
            .map(newest -> newest.next(certificate))
            .orElseGet(
                () ->
                    IssuedCertificate.enrolled(certificate, name, enrolledAt(certificate, agent)));
    CertificateTable.add(handle, row, encoded(certificate));
    return row;
  }

  /** Of a certificate without a row; never later than it was. */
  static Instant enrolledAt(X509Certificate certificate, Agent agent) {
    Instant issued = certificate.getNotBefore().toInstant();
    return agent.enrolledAt().isBefore(issued) ? agent.enrolledAt() : issued;
  }

  /**
   * The certificate opened a session: those that it was renewed from, and that were renewed beside
   * it, are superseded. Returns at once; what is written is remembered after the commit.
   */
  void seen(X509Certificate certificate, Agent agent) {
    String name = agent.name().agent();
    if (known.find(certificate, name).filter(IssuedCertificate::isSeen).isPresent()) {
      return;
    }
    Instant now = clock.now();
    store
        .write(
            handle -> {
              IssuedCertificate row = record(handle, certificate, agent);
              CertificateTable.seen(handle, row, now);
              return CertificateTable.of(handle, name);
            })
        .thenAccept(known::remember)
        .isDone();
  }

  private List<X509Certificate> again(Handle handle, IssuedCertificate row) {
    try {
      byte[] encoded = CertificateTable.encoded(handle, row.fingerprint());
      return List.of(parsed(encoded), authority.issuer());
    } catch (CertificateException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "certificate: " + e, e);
    }
  }

  /** The one that was just renewed is in somebody's hands, seen here or not. */
  private static List<IssuedCertificate> bounded(
      Handle handle, IssuedCertificate present, Instant now) {
    String agent = present.agent();
    List<IssuedCertificate> unseen =
        CertificateTable.of(handle, agent).stream()
            .filter(row -> !row.parent().isEmpty() && !row.isSeen() && !row.isSuperseded())
            .filter(row -> !row.fingerprint().equals(present.fingerprint()))
            .toList();
    unseen.stream()
        .limit(Math.max(0, unseen.size() - UNSEEN_MAX))
        .forEach(row -> CertificateTable.supersede(handle, row.fingerprint(), now));
    List<IssuedCertificate> all = CertificateTable.of(handle, agent);
    all.stream()
        .filter(IssuedCertificate::isSuperseded)
        .limit(Math.max(0, all.size() - REMEMBERED_MAX))
        .forEach(row -> CertificateTable.remove(handle, row.fingerprint()));
    return CertificateTable.of(handle, agent);
  }

  private X509Certificate ours(byte[] der) {
    try {
      X509Certificate certificate = parsed(der);
      trust.checkClientTrusted(new X509Certificate[] {certificate}, "EC");
      return certificate;
    } catch (CertificateException e) {
      throw new MillraceException(
          ErrorCode.RENEWAL_REFUSED, "the certificate was not issued by this relay", e);
    }
  }

  private static X509Certificate parsed(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "certificate: " + e, e);
    }
  }

  private static void requireSigned(Request request, X509Certificate old) {
    try {
      Signature verifying = Signature.getInstance(SIGNATURE);
      verifying.initVerify(old.getPublicKey());
      verifying.update(request.keyRequest().toByteArray());
      if (verifying.verify(request.signature().toByteArray())) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new MillraceException(
          ErrorCode.RENEWAL_REFUSED, "the request's signature cannot be read", e);
    }
    throw refused("the request is not signed by the key of the certificate");
  }

  private static void requireUnrevoked(Agent agent, IssuedCertificate present) {
    if (agent.isRevoked(present.enrolledAt())) {
      throw new MillraceException(
          ErrorCode.AGENT_REVOKED,
          "agent %s was revoked at %s: %s"
              .formatted(agent.name().agent(), agent.revokedAt(), agent.reason()));
    }
  }

  private static void requireCurrent(IssuedCertificate row) {
    if (row.isSuperseded()) {
      throw superseded(row.agent(), "a newer one at " + row.supersededAt());
    }
  }

  private static void requireNewest(Handle handle, IssuedCertificate present) {
    CertificateTable.of(handle, present.agent()).stream()
        .filter(row -> row.isSeen() && row.enrolledAt().isAfter(present.enrolledAt()))
        .findFirst()
        .ifPresent(
            row -> {
              throw superseded(row.agent(), "that of the enrolment at " + row.enrolledAt());
            });
  }

  private static void requireRecent(IssuedCertificate present, Instant now) {
    if (now.isAfter(present.expiresAt().plus(EXPIRED_MAX))) {
      throw refused(
          "the certificate of agent %s expired at %s, more than %d days ago"
              .formatted(present.agent(), present.expiresAt(), EXPIRED_MAX.toDays()));
    }
  }

  /** The refusal of a certificate in whose place another one is. */
  static MillraceException superseded(String agent, String by) {
    return new MillraceException(
        ErrorCode.CERTIFICATE_SUPERSEDED,
        "this certificate of agent %s was superseded by %s".formatted(agent, by));
  }

  private static MillraceException refused(String why) {
    return new MillraceException(ErrorCode.RENEWAL_REFUSED, why);
  }

  /** As it came: PKCS#10, the old key's signature of it, the old certificate as DER. */
  record Request(
      ByteString keyRequest,
      ByteString signature,
      ByteString certificate,
      String version,
      String plant) {}

  /** Whose it is, certificate and issuer, and whether it is the same as before. */
  record Renewed(AgentName name, List<X509Certificate> chain, boolean isAgain) {
    Renewed {
      chain = List.copyOf(chain);
    }
  }

  private record Written(Renewed renewed, List<IssuedCertificate> rows) {}
}
