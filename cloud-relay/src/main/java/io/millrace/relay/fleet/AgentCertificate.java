package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** What a certificate says about its owner. */
final class AgentCertificate {
  /** GeneralName choice uniformResourceIdentifier (RFC 5280, section 4.2.1.6). */
  private static final int URI = 6;

  private AgentCertificate() {}

  /** The agent and plant that the certificate names. CERTIFICATE_INVALID when it names none. */
  static AgentName name(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        for (List<?> name : names) {
          if (Integer.valueOf(URI).equals(name.get(0))) {
            return AgentName.ofUri(String.valueOf(name.get(1)));
          }
        }
      }
    } catch (CertificateParsingException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "alternative names: " + e, e);
    }
    throw new MillraceException(
        ErrorCode.CERTIFICATE_INVALID,
        "certificate %s names no agent".formatted(certificate.getSubjectX500Principal()));
  }
}
