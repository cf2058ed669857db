package io.millrace.relay.fleet;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Makes EC P-256 keys and X.509 certificates (RFC 5280) with 120-bit random serials. Any thread.
 */
final class Issuing {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 120;

  private final SecureRandom random;

  Issuing(SecureRandom random) {
    this.random = random;
  }

  KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "EC keys: " + e, e);
    }
  }

  /** A root that signs itself. */
  X509Certificate root(KeyPair key, Instant now, Duration validity) {
    X500Name name = new X500Name("CN=Millrace root " + Long.toHexString(random.nextLong()));
    Wanted wanted = new Wanted(name, key.getPublic(), now, now.plus(validity), Use.ROOT, List.of());
    return sign(wanted, name, key.getPublic(), key.getPrivate());
  }

  /** A certificate below the issuer. */
  X509Certificate below(X509Certificate issuer, PrivateKey issuerKey, Wanted wanted) {
    X500Name name = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
    return sign(wanted, name, issuer.getPublicKey(), issuerKey);
  }

  private X509Certificate sign(Wanted wanted, X500Name issuer, PublicKey signer, PrivateKey key) {
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              issuer,
              new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
              Date.from(wanted.from),
              Date.from(wanted.until),
              wanted.subject,
              SubjectPublicKeyInfo.getInstance(wanted.key.getEncoded()));
      addExtensions(builder, wanted, signer);
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "certificate: " + e, e);
    }
  }

  private static void addExtensions(
      X509v3CertificateBuilder builder, Wanted wanted, PublicKey signer)
      throws GeneralSecurityException, CertIOException {
    JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
    add(builder, Extension.basicConstraints, true, wanted.use.constraints());
    add(builder, Extension.keyUsage, true, wanted.use.keyUsage());
    add(builder, Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(wanted.key));
    add(builder, Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(signer));
    if (wanted.use.purpose != null) {
      KeyPurposeId purpose = KeyPurposeId.getInstance(new ASN1ObjectIdentifier(wanted.use.purpose));
      add(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
    }
    if (!wanted.names.isEmpty()) {
      GeneralNames names = new GeneralNames(wanted.names.toArray(GeneralName[]::new));
      add(builder, Extension.subjectAlternativeName, false, names);
    }
  }

  private static void add(
      X509v3CertificateBuilder builder,
      ASN1ObjectIdentifier id,
      boolean critical,
      ASN1Encodable value)
      throws CertIOException {
    builder.addExtension(id, critical, value);
  }

  /** What a certificate may be used for. */
  enum Use {
    ROOT(1, null),
    ISSUER(0, null),
    SERVER(-1, "1.3.6.1.5.5.7.3.1"),
    AGENT(-1, "1.3.6.1.5.5.7.3.2");

    private final int issuersBelow;
    private final @Nullable String purpose;

    Use(int issuersBelow, @Nullable String purpose) {
      this.issuersBelow = issuersBelow;
      this.purpose = purpose;
    }

    BasicConstraints constraints() {
      return issuersBelow < 0 ? new BasicConstraints(false) : new BasicConstraints(issuersBelow);
    }

    KeyUsage keyUsage() {
      return new KeyUsage(
          issuersBelow < 0 ? KeyUsage.digitalSignature : KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }
  }

  /** A certificate to be made. */
  record Wanted(
      X500Name subject,
      PublicKey key,
      Instant from,
      Instant until,
      Use use,
      List<GeneralName> names) {
    Wanted {
      names = List.copyOf(names);
    }
  }
}
