package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.id.Sha256;
import io.millrace.base.tls.PemFile;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an agent's certificate. {@code line} is the fingerprint of the enrolment's
 * certificate, {@code parent} that of the one it was renewed from, empty for an enrolment's; {@code
 * enrolledAt} is the time of that enrolment. {@code seenAt} is its first session, {@code
 * supersededAt} when one of its line took its place.
 */
record IssuedCertificate(
    String fingerprint,
    String agent,
    String line,
    String parent,
    String keyHash,
    Instant enrolledAt,
    Instant issuedAt,
    Instant expiresAt,
    @Nullable Instant seenAt,
    @Nullable Instant supersededAt) {

  /** The first of a line. */
  static IssuedCertificate enrolled(X509Certificate certificate, String agent, Instant enrolledAt) {
    String fingerprint = fingerprint(certificate);
    return of(certificate, agent, fingerprint, "", enrolledAt);
  }

  /** One that was renewed from this. */
  IssuedCertificate next(X509Certificate certificate) {
    return of(certificate, agent, line, fingerprint, enrolledAt);
  }

  private static IssuedCertificate of(
      X509Certificate certificate, String agent, String line, String parent, Instant enrolledAt) {
    return new IssuedCertificate(
        fingerprint(certificate),
        agent,
        line,
        parent,
        hash(certificate.getPublicKey()),
        enrolledAt,
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        null,
        null);
  }

  boolean isSeen() {
    return seenAt != null;
  }

  boolean isSuperseded() {
    return supersededAt != null;
  }

  /** The one of two readings of a row that is the later: its times are set once and stay. */
  IssuedCertificate later(IssuedCertificate other) {
    boolean isBehind = (other.isSeen() && !isSeen()) || (other.isSuperseded() && !isSuperseded());
    return isBehind ? other : this;
  }

  /** SHA-256 of the DER, hexadecimal. */
  static String fingerprint(X509Certificate certificate) {
    try {
      return PemFile.fingerprint(certificate);
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "certificate: " + e, e);
    }
  }

  /** SHA-256 of the encoded key, hexadecimal. */
  static String hash(PublicKey key) {
    return Sha256.hex(key.getEncoded());
  }
}
