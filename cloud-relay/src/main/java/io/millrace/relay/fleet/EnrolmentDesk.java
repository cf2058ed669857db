package io.millrace.relay.fleet;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.tls.PemFile;
import io.millrace.v1.EnrolRequest;
import io.millrace.v1.EnrolResponse;
import io.millrace.v1.EnrolmentServiceGrpc;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one-time codes for certificates. Belongs on the API port, behind TLS, on a thread that may
 * block.
 */
public final class EnrolmentDesk extends EnrolmentServiceGrpc.EnrolmentServiceImplBase {
  private static final Logger LOG = LoggerFactory.getLogger(EnrolmentDesk.class);

  /** Bytes of a certificate request. */
  private static final int REQUEST_BYTES_MAX = 8_192;

  private static final int CURVE_BITS = 256;

  private final Fleet fleet;
  private final Supplier<String> agentAddress;

  /** The address, host:port, is what agents are told to connect to. */
  public EnrolmentDesk(Fleet fleet, Supplier<String> agentAddress) {
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
      LOG.atWarn().addKeyValue("code", e.code()).log("enrolment refused: {}", e.detail());
      observer.onError(status(e).withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private EnrolResponse enrol(EnrolRequest request) {
    PublicKey key = key(request.getCertificateRequest().toByteArray());
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

  /** The key of a request that its owner signed. */
  private static PublicKey key(byte[] der) {
    if (der.length > REQUEST_BYTES_MAX) {
      throw refused("certificate request of " + der.length + " bytes", null);
    }
    try {
      JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
      PublicKey key = request.getPublicKey();
      if (!(key instanceof ECPublicKey curve)
          || curve.getParams().getOrder().bitLength() != CURVE_BITS) {
        throw refused("certificate request with a key that is not EC P-256", null);
      }
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw refused("certificate request not signed by its key", null);
      }
      return key;
    } catch (IOException
        | GeneralSecurityException
        | OperatorCreationException
        | PKCSException
        | IllegalArgumentException e) {
      throw refused("certificate request cannot be read", e);
    }
  }

  private static MillraceException refused(String why, @Nullable Exception e) {
    return new MillraceException(ErrorCode.ENROLMENT_REFUSED, why, e);
  }

  private static Status status(MillraceException e) {
    return switch (e.code()) {
      case ENROLMENT_REFUSED, PLANT_FOREIGN -> Status.PERMISSION_DENIED;
      case STORE_UNAVAILABLE -> Status.UNAVAILABLE;
      default -> Status.INTERNAL;
    };
  }
}
