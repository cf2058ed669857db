package io.millrace.edge.identity;

import com.google.protobuf.ByteString;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Backoff;
import io.millrace.base.time.Clock;
import io.millrace.base.tls.PemFile;
import io.millrace.edge.identity.Asking.Answer;
import io.millrace.v1.RenewRequest;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gets the next certificate in good time: asks the relay for it, keeps it as a candidate until
 * whoever connects says that it worked, and only then puts it in the place of the present one.
 * Never gives up; a certificate that expired meanwhile is renewed in the same way. One owner
 * thread, which never waits for the relay; blocks on files.
 */
public final class Renewal implements AutoCloseable {
  /**
   * Sessions that the present certificate gets while the candidate does not, until it is dropped.
   */
  static final int TRIALS_MAX = 5;

  private final IdentityFolder folder;
  private final Asking asking;
  private final Terms terms;
  private final Clock clock;
  private final SecureRandom random;
  private final Runnable wake;
  private final AtomicReference<@Nullable Answer> answer = new AtomicReference<>();
  private @Nullable Identity candidate;
  private @Nullable Work work;

  /**
   * What does not change while the agent runs: its version, its plant, and where to ask, which is
   * empty for where it was enrolled.
   */
  public record Terms(String version, String plant, String api) {}

  /** Over that folder; {@code wake} is run on another thread when there is something to do. */
  public Renewal(
      IdentityFolder folder, Terms terms, Clock clock, SecureRandom random, Runnable wake) {
    this(folder, new GrpcAsking(), terms, clock, random, wake);
  }

  Renewal(
      IdentityFolder folder,
      Asking asking,
      Terms terms,
      Clock clock,
      SecureRandom random,
      Runnable wake) {
    this.folder = folder;
    this.asking = asking;
    this.terms = terms;
    this.clock = clock;
    this.random = random;
    this.wake = wake;
  }

  /** The identity that counts from now on; a candidate that was left is taken up again. */
  public void of(Optional<Identity> identity) {
    asking.close();
    answer.set(null);
    candidate = identity.isPresent() ? folder.candidate().orElse(null) : null;
    work = identity.map(found -> new Work(found)).orElse(null);
  }

  /** Waits to be tried; empty while there is none. */
  public Optional<Identity> candidate() {
    return Optional.ofNullable(candidate);
  }

  /**
   * Does what is due by the relay's clock; returns a failure that is worth a log line, with its
   * code.
   */
  public Optional<MillraceException> work(Instant relayNow) {
    Work current = work;
    if (candidate != null && !relayNow.isBefore(candidate.expiresAt())) {
      candidate = null; // its key is kept, and asked for again
    }
    if (current == null || candidate != null) {
      return Optional.empty();
    }
    try {
      Answer came = answer.getAndSet(null);
      if (came instanceof Asking.Failed failed) {
        throw failed.reason();
      }
      if (came instanceof Asking.Given given) {
        keep(current, given.response().getCertificates());
      } else if (current.isDue(relayNow)) {
        ask(current);
      }
      return Optional.empty();
    } catch (MillraceException e) {
      asking.close();
      current.failed(e);
      return Optional.of(e);
    }
  }

  /** The relay does not take the present certificate any more: asks as soon as it may. */
  public void hurry() {
    if (work != null) {
      work.isHurried = true;
    }
  }

  /** The relay says that the candidate cannot be used: asks again for its key, later. */
  public void stale(String why) {
    candidate = null;
    if (work != null) {
      work.isHurried = true;
      work.failed(new MillraceException(ErrorCode.CERTIFICATE_INVALID, why));
    }
  }

  /** Whether the candidate should be tried now. */
  public boolean isTrialDue() {
    return candidate != null && work != null && clock.nanos() - work.untilNanos >= 0;
  }

  /**
   * The candidate was tried and the present certificate opened a session, the candidate none: tries
   * later, and after some times asks for another one. Returns why.
   */
  public MillraceException trialFailed(String why) {
    MillraceException reason =
        new MillraceException(
            ErrorCode.RENEWAL_REFUSED, "the new certificate opened no session: " + why);
    Work current = work;
    if (current != null) {
      current.trials++;
      current.failed(reason);
      if (current.trials >= TRIALS_MAX) {
        current.trials = 0;
        candidate = null;
        folder.discard();
      }
    }
    return reason;
  }

  /**
   * The candidate opened a session: it counts from now on. CERTIFICATE_INVALID when it cannot be
   * put in its place; it is a candidate still.
   */
  public Identity takeUp() {
    Identity worked = candidate;
    if (worked == null) {
      throw new IllegalStateException("no candidate");
    }
    try {
      folder.takeUp();
    } catch (MillraceException e) {
      if (work != null) {
        work.failed(e);
      }
      throw e;
    }
    candidate = null;
    work = new Work(worked);
    work.notBefore(work.lifetime.least());
    return worked;
  }

  /** When it is asked for; empty while there is no identity. */
  public Optional<Instant> renewsAt() {
    return Optional.ofNullable(work).map(current -> current.renewsAt);
  }

  /** How it goes, beginning with a code when it failed; empty while nothing is due. */
  public String text() {
    Work current = work;
    if (current == null) {
      return "";
    }
    if (!current.failure.isEmpty()) {
      return current.failure;
    }
    if (candidate != null) {
      return "the new certificate is being tried";
    }
    return current.isAsked ? "asked for" : "";
  }

  @Override
  public void close() {
    asking.close();
  }

  private void ask(Work current) {
    current.isAsked = true;
    current.isHurried = false;
    Identity old = current.identity;
    IdentityFolder.Draft draft = folder.draft(() -> KeyPairs.generate(random));
    RenewRequest request =
        RenewRequest.newBuilder()
            .setCertificateRequest(draft.request())
            .setSignature(
                ByteString.copyFrom(KeyPairs.sign(old.key(), draft.request().toByteArray())))
            .setCertificate(ByteString.copyFrom(encoded(old.chain().get(0))))
            .setVersion(terms.version())
            .setPlant(terms.plant())
            .build();
    asking.ask(
        new RelayApi(api(old), fingerprint(old.root())),
        request,
        came -> {
          answer.set(came);
          wake.run();
        });
  }

  private void keep(Work current, String certificates) {
    asking.close();
    current.isAsked = false;
    Identity old = current.identity;
    IdentityFolder.Draft draft = folder.draft(() -> KeyPairs.generate(random));
    List<X509Certificate> chain = chain(certificates);
    if (chain.isEmpty() || !KeyPairs.fit(draft.key(), chain.get(0).getPublicKey())) {
      throw new MillraceException(
          ErrorCode.RENEWAL_REFUSED, "the relay answered with a certificate that does not fit");
    }
    Identity next =
        new Identity(
            old.agent(),
            old.plant(),
            old.relayAddress(),
            old.api(),
            chain,
            draft.key(),
            old.root());
    folder.keep(next);
    candidate = next;
    current.succeeded();
  }

  /** Where it was configured, else where it was enrolled, else the usual port of the relay. */
  private URI api(Identity identity) {
    if (!terms.api().isEmpty()) {
      return RelayApi.address(terms.api());
    }
    if (!identity.api().isEmpty()) {
      return RelayApi.address(identity.api());
    }
    String relay = identity.relayAddress();
    int colon = relay.lastIndexOf(':');
    String host = colon < 0 ? relay : relay.substring(0, colon);
    return RelayApi.address("https://" + host + ":" + RelayApi.PORT_DEFAULT);
  }

  private static List<X509Certificate> chain(String pem) {
    try {
      return PemFile.certificates(pem);
    } catch (GeneralSecurityException e) {
      throw new MillraceException(
          ErrorCode.RENEWAL_REFUSED, "the relay's certificate cannot be read", e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "certificate: " + e, e);
    }
  }

  private static String fingerprint(X509Certificate root) {
    try {
      return PemFile.fingerprint(root);
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "root: " + e, e);
    }
  }

  /** What is to be done for one certificate. */
  private final class Work {
    private final Identity identity;
    private final Lifetime lifetime;
    private final Instant renewsAt;
    private final Backoff retries;
    private long untilNanos = clock.nanos();
    private boolean isAsked;
    private boolean isHurried;
    private int trials;
    private String failure = "";

    Work(Identity identity) {
      this.identity = identity;
      this.lifetime = Lifetime.of(identity.chain().get(0));
      this.renewsAt = lifetime.renewsAt();
      this.retries = lifetime.retries(random);
    }

    boolean isDue(Instant relayNow) {
      return !isAsked
          && (isHurried || !relayNow.isBefore(renewsAt))
          && clock.nanos() - untilNanos >= 0;
    }

    void notBefore(Duration wait) {
      untilNanos = clock.nanos() + wait.toNanos();
    }

    void succeeded() {
      failure = "";
      retries.reset();
      untilNanos = clock.nanos();
    }

    void failed(MillraceException reason) {
      isAsked = false;
      failure = reason.code() + ": " + reason.detail();
      Duration wait = retries.next();
      notBefore(reason.code().category() == ErrorCode.Category.RETRY ? wait : lifetime.retryMax());
    }
  }
}
