package io.millrace.edge.identity;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.tls.EnrolmentCode;
import io.millrace.base.tls.PemFile;
import io.millrace.v1.EnrolRequest;
import io.millrace.v1.EnrolResponse;
import io.millrace.v1.EnrolmentServiceGrpc;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Exchanges a one-time code for a certificate. Blocks on the relay for at most half a minute: an
 * answer that was lost is asked for again with the same key, which the relay allows.
 */
public final class Enrolment {
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Calls of one enrolment. */
  private static final int ATTEMPTS_MAX = 3;

  private final IdentityFolder folder;
  private final SecureRandom random;
  private final String version;

  /** Puts what it gets into that folder; the version is that of the program. */
  public Enrolment(IdentityFolder folder, SecureRandom random, String version) {
    this.folder = folder;
    this.random = random;
    this.version = version;
  }

  /** As below, for whatever plant the code is. */
  public Identity enrol(String text, URI api) {
    return enrol(text, api, "").identity();
  }

  /**
   * Enrols at that relay, https://host:port, and keeps what it gives. ENROLMENT_REFUSED when the
   * code or the server is not the right one, PLANT_FOREIGN when the code is for another plant than
   * that one, UPLINK_UNREACHABLE when nobody answers; then nothing was changed here.
   */
  public Enrolled enrol(String text, URI api, String plant) {
    EnrolmentCode code = EnrolmentCode.parse(text);
    RelayApi relay = new RelayApi(api, code.rootFingerprint());
    KeyPair key = KeyPairs.generate(random);
    EnrolResponse response = ask(request(code, key, plant), relay);
    Identity identity = identity(response, key, relay);
    if (!plant.isEmpty() && !plant.equals(identity.plant())) {
      throw new MillraceException(
          ErrorCode.PLANT_FOREIGN,
          "the code was for agent %s of plant %s, this agent is configured for plant %s"
              .formatted(identity.agent(), identity.plant(), plant));
    }
    folder.store(identity);
    return new Enrolled(identity, response.getEnrolledBefore());
  }

  private EnrolRequest request(EnrolmentCode code, KeyPair key, String plant) {
    return EnrolRequest.newBuilder()
        .setToken(code.token())
        .setCertificateRequest(ByteString.copyFrom(KeyPairs.request(key)))
        .setVersion(version)
        .setPlant(plant)
        .build();
  }

  private static EnrolResponse ask(EnrolRequest request, RelayApi relay) {
    ManagedChannel channel = relay.channel();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return ask(channel, request);
        } catch (StatusRuntimeException e) {
          boolean unanswered = e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
          if (!unanswered || attempt >= ATTEMPTS_MAX) {
            throw EnrolmentFailure.withCode(e, relay.address(), attempt > 1);
          }
        }
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static EnrolResponse ask(ManagedChannel channel, EnrolRequest request) {
    return EnrolmentServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
        .enrol(request);
  }

  private static Identity identity(EnrolResponse response, KeyPair key, RelayApi relay) {
    try {
      List<X509Certificate> chain = PemFile.certificates(response.getCertificates());
      List<X509Certificate> roots = PemFile.certificates(response.getRoot());
      if (chain.isEmpty()
          || roots.size() != 1
          || !PemFile.fingerprint(roots.get(0)).equals(relay.rootFingerprint())
          || !chain.get(0).getPublicKey().equals(key.getPublic())) {
        throw new MillraceException(
            ErrorCode.ENROLMENT_REFUSED, "the relay answered with papers that do not fit");
      }
      return new Identity(
          response.getAgent(),
          response.getPlant(),
          response.getAgentAddress(),
          relay.address().toString(),
          chain,
          key.getPrivate(),
          roots.get(0));
    } catch (GeneralSecurityException e) {
      throw new MillraceException(
          ErrorCode.ENROLMENT_REFUSED, "the relay's certificates cannot be read", e);
    }
  }

  /** Who the agent now is, and when one of that name was enrolled before; empty for never. */
  public record Enrolled(Identity identity, String before) {}
}
