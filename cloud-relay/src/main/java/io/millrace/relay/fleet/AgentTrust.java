package io.millrace.relay.fleet;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509TrustManager;

/**
 * Trusts what our issuer signed for agents, also after its expiry: the application refuses expired
 * and revoked certificates with a reason, which a TLS alert cannot carry. Validation is PKIX (RFC
 * 5280) at a time within the certificate's life.
 */
public final class AgentTrust implements X509TrustManager {
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  private final X509Certificate root;
  private final X509Certificate issuer;

  /** Trusts agents of that authority. */
  public AgentTrust(CertificateAuthority authority) {
    this.root = authority.root();
    this.issuer = authority.issuer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    X509Certificate leaf = chain[0];
    List<String> purposes = leaf.getExtendedKeyUsage();
    if (purposes == null || !purposes.contains(CLIENT_AUTH)) {
      throw new CertificateException(leaf.getSubjectX500Principal() + " is no client certificate");
    }
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(inLifeOf(leaf)));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(Arrays.asList(leaf, issuer)),
              parameters);
    } catch (GeneralSecurityException e) {
      throw new CertificateException(
          "not issued by this relay: " + leaf.getSubjectX500Principal(), e);
    }
  }

  /** The relay never is a client on this port. */
  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("servers are not trusted here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {issuer, root};
  }

  private static Instant inLifeOf(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant();
  }
}
