package io.millrace.edge.identity;

import io.millrace.base.error.ErrorCode;
import io.millrace.base.error.MillraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** EC P-256 keys and requests for their certification (PKCS#10, RFC 2986). Any thread. */
final class KeyPairs {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final byte[] PROBE = "millrace".getBytes(StandardCharsets.US_ASCII);

  private KeyPairs() {}

  static KeyPair generate(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "EC keys: " + e, e);
    }
  }

  /** DER, signed by the key; the subject says nothing, the code decides. */
  static byte[] request(KeyPair key) {
    try {
      return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=agent"), key.getPublic())
          .build(new JcaContentSignerBuilder(SIGNATURE).build(key.getPrivate()))
          .getEncoded();
    } catch (IOException | OperatorCreationException e) {
      throw new MillraceException(ErrorCode.PROGRAM_FAULT, "certificate request: " + e, e);
    }
  }

  /** The key that the request is for. CERTIFICATE_INVALID when it cannot be read. */
  static PublicKey keyOf(byte[] request) {
    try {
      return new JcaPKCS10CertificationRequest(request).getPublicKey();
    } catch (IOException | GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "request: " + e, e);
    }
  }

  /** ECDSA with SHA-256. */
  static byte[] sign(PrivateKey key, byte[] content) {
    try {
      Signature signing = Signature.getInstance(SIGNATURE);
      signing.initSign(key);
      signing.update(content);
      return signing.sign();
    } catch (GeneralSecurityException e) {
      throw new MillraceException(ErrorCode.CERTIFICATE_INVALID, "key: " + e, e);
    }
  }

  /** Whether what the one signs the other verifies. */
  static boolean fit(PrivateKey key, PublicKey certified) {
    try {
      Signature verifying = Signature.getInstance(SIGNATURE);
      verifying.initVerify(certified);
      verifying.update(PROBE);
      return verifying.verify(sign(key, PROBE));
    } catch (GeneralSecurityException | MillraceException e) {
      return false;
    }
  }
}
