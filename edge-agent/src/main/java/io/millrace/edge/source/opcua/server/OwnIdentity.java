package io.millrace.edge.source.opcua.server;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import io.millrace.base.tls.PemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Period;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** Key and certificate that stand for this agent, or for a user of it, at an OPC UA server. */
public record OwnIdentity(KeyPair key, X509Certificate certificate) {
  private static final int KEY_BITS = 2048;
  private static final Period VALID = Period.ofYears(10);

  /** The file of the certificate in its folder. */
  static final String CERTIFICATE = "certificate.pem";

  /** Reads certificate.pem and key.pem of the folder, or makes them, signed by itself. */
  public static OwnIdentity of(Path folder, String source) {
    Path certificate = folder.resolve(CERTIFICATE);
    Path key = folder.resolve("key.pem");
    if (!Files.exists(certificate)) {
      make(source).write(certificate, key);
    }
    return read(certificate, key);
  }

  /** CERTIFICATE_INVALID names the file, never its content. */
  static OwnIdentity read(Path certificate, Path key) {
    X509Certificate first = PemFile.certificates(certificate).get(0);
    try {
      String base64 = Files.readString(key).replaceAll("-----[A-Z ]+-----", "");
      byte[] der = Base64.getMimeDecoder().decode(base64);
      PrivateKey secret =
          KeyFactory.getInstance(first.getPublicKey().getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(der));
      return new OwnIdentity(new KeyPair(first.getPublicKey(), secret), first);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new MillraceException(
          ErrorCode.CERTIFICATE_INVALID,
          key + ": expected the PKCS#8 key of " + certificate + " in PEM",
          e);
    }
  }

  /** The application's name as the certificate says it (OPC 10000-6, 6.2.2). */
  String application() {
    return CertificateUtil.getSanUri(certificate).orElse("urn:millrace:agent");
  }

  private void write(Path certificateFile, Path keyFile) {
    try {
      Files.createDirectories(certificateFile.getParent());
      PemFile.write(keyFile, PemFile.text(key.getPrivate()));
      PemFile.write(certificateFile, PemFile.text(List.of(certificate)));
    } catch (IOException | GeneralSecurityException e) {
      throw new MillraceException(
          ErrorCode.CERTIFICATE_INVALID, certificateFile + " cannot be written: " + e, e);
    }
  }

  private static OwnIdentity make(String source) {
    try {
      KeyPair key = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
      X509Certificate certificate =
          new SelfSignedCertificateBuilder(key)
              .setCommonName("Millrace agent, source " + source)
              .setOrganization("Millrace")
              .setApplicationUri("urn:millrace:agent:" + UUID.randomUUID())
              .setValidityPeriod(VALID)
              .addDnsName("localhost")
              .build();
      return new OwnIdentity(key, certificate);
    } catch (Exception e) { // the library declares no narrower one
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "own certificate: " + e, e);
    }
  }
}
