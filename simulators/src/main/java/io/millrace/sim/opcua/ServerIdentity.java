package io.millrace.sim.opcua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;
import org.jspecify.annotations.Nullable;

/** Key and certificate of the server, signed by itself. */
record ServerIdentity(KeyPair key, X509Certificate certificate) {
  static final String APPLICATION = "urn:millrace:sim:plant";

  private static final int KEY_BITS = 2048;
  private static final String ALIAS = "server";
  private static final char[] NO_SECRET = "simulator".toCharArray();

  /** Reads the file, or makes a new identity and keeps it there; without a file it is not kept. */
  static ServerIdentity of(@Nullable Path file) {
    try {
      if (file != null && Files.exists(file)) {
        return read(file);
      }
      ServerIdentity made = make();
      if (file != null) {
        made.write(file);
      }
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("identity of the server in " + file + ": " + e, e);
    }
  }

  private static ServerIdentity read(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, NO_SECRET);
    }
    X509Certificate certificate = (X509Certificate) store.getCertificate(ALIAS);
    PrivateKey key = (PrivateKey) store.getKey(ALIAS, NO_SECRET);
    return new ServerIdentity(new KeyPair(certificate.getPublicKey(), key), certificate);
  }

  private void write(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_SECRET);
    store.setKeyEntry(ALIAS, key.getPrivate(), NO_SECRET, new Certificate[] {certificate});
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, NO_SECRET);
    }
  }

  private static ServerIdentity make() throws GeneralSecurityException {
    KeyPair key = SelfSignedCertificateGenerator.generateRsaKeyPair(KEY_BITS);
    SelfSignedCertificateBuilder builder =
        new SelfSignedCertificateBuilder(key)
            .setCommonName("millrace-sim plant")
            .setOrganization("Millrace")
            .setApplicationUri(APPLICATION)
            .addDnsName("localhost")
            .addIpAddress("127.0.0.1");
    try {
      return new ServerIdentity(key, builder.build());
    } catch (GeneralSecurityException e) {
      throw e;
    } catch (Exception e) { // the library declares no narrower one
      throw new GeneralSecurityException("certificate", e);
    }
  }
}
