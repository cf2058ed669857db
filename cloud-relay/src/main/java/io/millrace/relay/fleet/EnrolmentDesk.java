package io.millrace.relay.fleet;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.time.Clock;
import io.millrace.base.time.Pace;
import io.millrace.base.tls.PemFile;
import io.millrace.v1.EnrolRequest;
import io.millrace.v1.EnrolResponse;
import io.millrace.v1.EnrolmentServiceGrpc;
import io.millrace.v1.RenewRequest;
import io.millrace.v1.RenewResponse;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one-time codes for certificates, and renews those. Belongs on the API port, behind TLS, on
 * a thread that may block.
 */
public final class EnrolmentDesk extends EnrolmentServiceGrpc.EnrolmentServiceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentDesk.class);

  private static final String ENROLMENT_REFUSED = "enrolment_refused_";
  private static final String RENEWALS = "renewals";
  private static final String RENEWAL_REFUSED = "renewal_refused_";

  private final Fleet fleet;
  private final Supplier<String> agentAddress;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Pace pace;

  /** The address, host:port, is what agents are told to connect to. */
  public EnrolmentDesk(Fleet fleet, Supplier<String> agentAddress, Clock clock) {
    this.pace = new Pace(clock);
    this.fleet = fleet;
    this.agentAddress = agentAddress;
  }

  @Override
  public void enrol(EnrolRequest request, StreamObserver<EnrolResponse> observer) {
    try {
      EnrolResponse response = enrol(request);
      observer.onNext(response);
      observer.onCompleted();
    } catch (MillraceException e) {
      count(ENROLMENT_REFUSED + e.code().name().toLowerCase(Locale.ROOT));
      refused("enrolment refused", e);
      observer.onError(status(e).withDescription(e.getMessage()).asRuntimeException());
    }
  }

  @Override
  public void renew(RenewRequest request, StreamObserver<RenewResponse> observer) {
    try {
      RenewResponse response = renew(request);
      count(RENEWALS);
      observer.onNext(response);
      observer.onCompleted();
    } catch (MillraceException e) {
      count(RENEWAL_REFUSED + e.code().name().toLowerCase(Locale.ROOT));
      refused("renewal refused", e);
      observer.onError(status(e).withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private void refused(String what, MillraceException e) {
    pace.due(what + e.code() + e.detail())
        .ifPresent(
            more ->
                LOG.atWarn()
                    .addKeyValue("code", e.code())
                    .addKeyValue("detail", e.detail())
                    .addKeyValue("more", more)
                    .log(what));
  }

  /** Renewals, and what was refused by code, since the start. */
  public Map<String, Long> counts() {
    Map<String, Long> snapshot = new TreeMap<>();
    counts.forEach((name, count) -> snapshot.put(name, count.sum()));
    return snapshot;
  }

  private RenewResponse renew(RenewRequest request) {
    Renewals.Renewed renewed =
        fleet.renew(
            new Renewals.Request(
                request.getCertificateRequest(),
                request.getSignature(),
                request.getCertificate(),
                request.getVersion(),
                request.getPlant()));
    LOG.atInfo()
        .addKeyValue("agent", renewed.name().agent())
        .addKeyValue("plant", renewed.name().plant())
        .addKeyValue("until", renewed.chain().get(0).getNotAfter().toInstant())
        .log(renewed.isAgain() ? "certificate renewed, the same again" : "certificate renewed");
    try {
      return RenewResponse.newBuilder().setCertificates(PemFile.text(renewed.chain())).build();
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "certificate encoding: " + e, e);
    }
  }

  /** The codes are few, so the names are. */
  private void count(String name) {
    counts.computeIfAbsent(name, absent -> new LongAdder()).increment();
  }

  private EnrolResponse enrol(EnrolRequest request) {
    PublicKey key =
        KeyRequest.key(request.getCertificateRequest().toByteArray(), ErrorCode.ENROLMENT_REFUSED);
    Fleet.Certified certified =
        fleet.enrol(request.getToken(), key, request.getVersion(), request.getPlant());
    AgentName name = certified.agent().name();
    LOG.atInfo()
        .addKeyValue("agent", name.agent())
        .addKeyValue("plant", name.plant())
        .log("agent enrolled");
    try {
      return EnrolResponse.newBuilder()
          .setAgent(name.agent())
          .setPlant(name.plant())
          .setCertificates(PemFile.text(certified.chain()))
          .setRoot(PemFile.text(List.of(certified.root())))
          .setAgentAddress(agentAddress.get())
          .setEnrolledBefore(certified.enrolledBefore())
          .build();
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "certificate encoding: " + e, e);
    }
  }

  private static Status status(MillraceException e) {
    return switch (e.code()) {
      case ENROLMENT_REFUSED,
          RENEWAL_REFUSED,
          CERTIFICATE_SUPERSEDED,
          CERTIFICATE_INVALID,
          AGENT_REVOKED,
          AGENT_UNKNOWN,
          PLANT_FOREIGN ->
          Status.PERMISSION_DENIED;
      case STORE_UNAVAILABLE -> Status.UNAVAILABLE;
      default -> Status.INTERNAL;
    };
  }
}
