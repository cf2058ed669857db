package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.tls.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The company's own authority in one folder: root.pem, issuer.pem, issuer.key, and the server's
 * server.pem (server, issuer, root) and server.key. The root's key is written where {@link #init}
 * is told and never read again. Certificates of agents live 60 days unless told otherwise. Any
 * thread; blocks on files.
 */
public final class CertificateAuthority {
  /** Life of an agent's certificate. */
  public static final Duration AGENT_VALIDITY = Duration.ofDays(60);

  private static final Duration ROOT_VALIDITY = Duration.ofDays(3_650);
  private static final Duration ISSUER_VALIDITY = Duration.ofDays(1_825);
  private static final Duration SERVER_VALIDITY = Duration.ofDays(365);
  private static final Duration SERVER_RENEWED_BEFORE = Duration.ofDays(60);
  private static final Duration ALLOWED_SKEW = Duration.ofMinutes(5);

  private static final String ROOT = "root.pem";
  private static final String ISSUER = "issuer.pem";
  private static final String ISSUER_KEY = "issuer.key";

  private final Path folder;
  private final Clock clock;
  private final Issuing issuing;
  private final X509Certificate root;
  private final X509Certificate issuer;
  private final PrivateKey issuerKey;
  private final Duration agentValidity;

  private CertificateAuthority(
      Path folder, Duration agentValidity, Clock clock, SecureRandom random) {
    this.agentValidity = agentValidity;
    this.folder = folder;
    this.clock = clock;
    this.issuing = new Issuing(random);
    this.root = PemFile.certificates(folder.resolve(ROOT)).get(0);
    this.issuer = PemFile.certificates(folder.resolve(ISSUER)).get(0);
    this.issuerKey = PemFile.key(folder.resolve(ISSUER_KEY));
  }

  /**
   * Makes root, issuer and server certificate for those names. USAGE when the folder holds an
   * authority already, when the key's file exists, or when its folder does not; nothing is made
   * then.
   */
  public static CertificateAuthority init(
      Path folder, Path rootKeyFile, List<String> names, Clock clock, SecureRandom random) {
    for (Path file : List.of(folder.resolve(ROOT), folder.resolve(ISSUER_KEY), rootKeyFile)) {
      if (Files.exists(file)) {
        throw new MillraceException(ErrorCode.USAGE, file + " exists already; nothing was changed");
      }
    }
    Path kept = keptIn(folder, rootKeyFile);
    Issuing issuing = new Issuing(random);
    Instant from = clock.now().minus(ALLOWED_SKEW).truncatedTo(ChronoUnit.SECONDS);
    KeyPair rootKey = issuing.newKey();
    X509Certificate root = issuing.root(rootKey, from, ROOT_VALIDITY);
    KeyPair issuerKey = issuing.newKey();
    X509Certificate issuer =
        issuing.below(
            root,
            rootKey.getPrivate(),
            new Issuing.Wanted(
                new X500Name("CN=Millrace issuer"),
                issuerKey.getPublic(),
                from,
                from.plus(ISSUER_VALIDITY),
                Issuing.Use.ISSUER,
                List.of()));
    try {
      Files.createDirectories(kept);
      PemFile.write(rootKeyFile, PemFile.text(rootKey.getPrivate()));
    } catch (IOException e) {
      throw new MillraceException(
          ErrorCode.CERTIFICATE_INVALID, rootKeyFile + " cannot be written: " + e, e);
    }
    try {
      Files.createDirectories(folder);
      PemFile.write(folder.resolve(ISSUER_KEY), PemFile.text(issuerKey.getPrivate()));
      PemFile.write(folder.resolve(ISSUER), PemFile.text(List.of(issuer)));
      PemFile.write(folder.resolve(ROOT), PemFile.text(List.of(root)));
    } catch (IOException | GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, folder + ": " + e, e);
    }
    CertificateAuthority authority =
        new CertificateAuthority(folder, AGENT_VALIDITY, clock, random);
    authority.server(names);
    return authority;
  }

  /** The key goes to a place for keeping, often a stick, which may not be there. */
  private static Path keptIn(Path folder, Path rootKeyFile) {
    Path above = rootKeyFile.toAbsolutePath().getParent();
    Path kept = above == null ? folder.toAbsolutePath() : above;
    boolean isMadeAnyway = folder.toAbsolutePath().startsWith(kept);
    if (!isMadeAnyway && !Files.isDirectory(kept)) {
      throw MillraceException.hinted(
          ErrorCode.USAGE,
          "folder %s for the root's key does not exist".formatted(kept),
          "is the stick mounted? Mount it, or make the folder; nothing was made");
    }
    return kept;
  }

  /** Opens what {@link #init} made. CERTIFICATE_INVALID names the file that cannot be used. */
  public static CertificateAuthority open(Path folder, Clock clock, SecureRandom random) {
    if (!Files.exists(folder.resolve(ROOT))) {
      throw MillraceException.hinted(
          ErrorCode.CERTIFICATE_INVALID,
          folder.resolve(ROOT) + " is missing",
          "run millrace-relay ca init once; if it was run, bring the folder back from its backup");
    }
    return new CertificateAuthority(folder, AGENT_VALIDITY, clock, random);
  }

  /** As {@link #open(Path, Clock, SecureRandom)}; certificates of agents live so long. */
  public static CertificateAuthority open(
      Path folder, Duration agentValidity, Clock clock, SecureRandom random) {
    open(folder, clock, random);
    return new CertificateAuthority(folder, agentValidity, clock, random);
  }

  /** SHA-256 of the root, which enrolment codes carry. */
  public String rootFingerprint() {
    try {
      return PemFile.fingerprint(root);
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "SHA-256: " + e, e);
    }
  }

  /** The root that both sides trust. */
  public X509Certificate root() {
    return root;
  }

  /** Who signs agents' certificates. */
  public X509Certificate issuer() {
    return issuer;
  }

  /**
   * The server's key and certificate; made anew when the names differ from those in it, or when it
   * ends within 60 days.
   */
  public ServerIdentity server(List<String> names) {
    return ServerIdentity.read(folder)
        .filter(present -> present.isFor(names, issuer))
        .filter(present -> present.endsAfter(clock.now().plus(SERVER_RENEWED_BEFORE)))
        .orElseGet(() -> newServer(names));
  }

  /**
   * A certificate for the agent, not valid before that time, and the issuer's; the identity is the
   * caller's word.
   */
  List<X509Certificate> agent(AgentName name, PublicKey key, Instant from) {
    X509Certificate certificate =
        issuing.below(
            issuer,
            issuerKey,
            new Issuing.Wanted(
                new X500Name("CN=" + name.agent()),
                key,
                from,
                from.plus(agentValidity),
                Issuing.Use.AGENT,
                List.of(new GeneralName(GeneralName.uniformResourceIdentifier, name.uri()))));
    return List.of(certificate, issuer);
  }

  private ServerIdentity newServer(List<String> names) {
    Instant from = clock.now().minus(ALLOWED_SKEW).truncatedTo(ChronoUnit.SECONDS);
    KeyPair key = issuing.newKey();
    X509Certificate certificate =
        issuing.below(
            issuer,
            issuerKey,
            new Issuing.Wanted(
                new X500Name("CN=Millrace relay"),
                key.getPublic(),
                from,
                from.plus(SERVER_VALIDITY),
                Issuing.Use.SERVER,
                names.stream().map(ServerIdentity::generalName).toList()));
    ServerIdentity server =
        new ServerIdentity(List.of(certificate, issuer, root), key.getPrivate());
    server.write(folder);
    return server;
  }
}
