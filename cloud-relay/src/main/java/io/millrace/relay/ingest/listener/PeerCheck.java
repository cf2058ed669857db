package io.millrace.relay.ingest.listener;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.relay.fleet.AgentName;
import io.millrace.relay.fleet.Fleet;
import io.millrace.relay.ingest.Peer;
import io.millrace.relay.ingest.RefusalLog;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Checks at each call who is calling: TLS session resumption never shows a certificate again, so
 * the handshake alone does not tell whether it expired or was revoked since.
 */
final class PeerCheck implements ServerInterceptor {
  static final Context.Key<Peer> PEER = Context.key("peer");

  private final Fleet fleet;
  private final RefusalLog refusals;

  PeerCheck(Fleet fleet, RefusalLog refusals) {
    this.fleet = fleet;
    this.refusals = refusals;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      X509Certificate certificate = certificate(call);
      AgentName name = fleet.check(certificate);
      Peer peer = new Peer(name, certificate, fleet.enrolledAt(certificate));
      Context context = Context.current().withValue(PEER, peer);
      return Contexts.interceptCall(context, call, headers, next);
    } catch (MillraceException e) {
      refusals.refused("", e);
      call.close(CallStatus.of(e), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private static X509Certificate certificate(ServerCall<?, ?> call) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    try {
      if (session != null) {
        Certificate[] chain = session.getPeerCertificates();
        if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
          return certificate;
        }
      }
    } catch (SSLPeerUnverifiedException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "no certificate: " + e, e);
    }
    throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "call without a certificate");
  }
}
