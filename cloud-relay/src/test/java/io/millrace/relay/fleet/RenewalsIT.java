package io.millrace.relay.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.base.time.Clock;
import io.millrace.relay.store.Store;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule J9: whom a renewal is given to. */
class RenewalsIT {
  private static final AgentName NAME = new AgentName("press-shop", "acme/graz");

  @TempDir Path folder;
  private final AtomicLong passedMillis = new AtomicLong();
  private final SecureRandom random = new SecureRandom();
  private final Issuing keys = new Issuing(random);
  private final Clock clock = new PassingClock();
  private Store store;
  private Fleet fleet;
  private KeyPair key;
  private X509Certificate certificate;

  @BeforeEach
  void enrol() {
    store = Store.open(folder.resolve("data"));
    fleet = open("ca");
    key = keys.newKey();
    certificate = enrol(NAME, key);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void j9TheNextCertificateIsForTheSameAgentAndBothAreGoodUntilOneWasSeen() throws Exception {
    pass(Duration.ofDays(40));
    KeyPair next = keys.newKey();

    X509Certificate renewed = renew(next);

    assertThat(fleet.check(renewed)).isEqualTo(NAME);
    assertThat(fleet.check(certificate)).isEqualTo(NAME);
    assertThat(renewed.getPublicKey()).isEqualTo(next.getPublic());
    assertThat(fleet.enrolledAt(renewed)).isEqualTo(fleet.enrolledAt(certificate));
    seen(renewed);
    assertThatThrownBy(() -> fleet.check(certificate)).hasMessageStartingWith("CERTIFICATE_SUPER");
    assertThatThrownBy(() -> renew(keys.newKey())).hasMessageStartingWith("CERTIFICATE_SUPERSEDED");
    assertThat(fleet.agents().get(0).certificateExpiresAt())
        .isEqualTo(renewed.getNotAfter().toInstant());

    fleet = open("ca");
    assertThatThrownBy(() -> fleet.check(certificate)).hasMessageStartingWith("CERTIFICATE_SUPER");
    assertThat(fleet.check(renewed)).isEqualTo(NAME);
  }

  @Test
  void j9TheSameRequestAgainGivesTheSameCertificateAlsoAfterItWasSeen() throws Exception {
    KeyPair next = keys.newKey();
    X509Certificate renewed = renew(next);

    assertThat(renew(next)).isEqualTo(renewed);
    seen(renewed);
    assertThat(renew(next)).isEqualTo(renewed);
  }

  @Test
  void j9TheSameRequestAgainAfterAllExpiredGivesOneThatWorks() throws Exception {
    KeyPair next = keys.newKey();
    X509Certificate renewed = renew(next);
    seen(renewed);
    pass(Duration.ofDays(100));
    refused(() -> fleet.check(renewed), "CERTIFICATE_INVALID");

    X509Certificate again = renew(next);

    assertThat(fleet.check(again)).isEqualTo(NAME);
    assertThat(renew(next)).isEqualTo(again);
    pass(Duration.ofDays(60 + 181));
    refused(() -> renew(next), "RENEWAL_REFUSED: the certificate of agent press-shop expired");
  }

  @Test
  void j9AKeyThatWasCertifiedIsNotCertifiedForAnotherCertificate() throws Exception {
    refused(() -> renew(key), "RENEWAL_REFUSED: the key of the request was certified before");
    KeyPair other = keys.newKey();
    enrol(new AgentName("paint-shop", "acme/graz"), other);
    refused(() -> renew(other), "RENEWAL_REFUSED: the key of the request was certified before");
  }

  @Test
  void j9OnlyTheOldKeySigns() {
    refused(
        () -> renew(keys.newKey(), keys.newKey(), certificate, ""),
        "RENEWAL_REFUSED: the request is not signed by the key of the certificate");
    refused(
        () -> fleet.renew(asked(request(keys.newKey()), new byte[7], der(), "")),
        "RENEWAL_REFUSED: the request");
    refused(
        () -> fleet.renew(asked(new byte[9_000], new byte[7], der(), "")),
        "RENEWAL_REFUSED: certificate request of 9000 bytes");
  }

  @Test
  void j9ACertificateOfAnotherRelayIsRefused() throws Exception {
    try (Store otherStore = Store.open(folder.resolve("other"))) {
      CertificateAuthority authority = authority("other-ca");
      Fleet other = Fleet.open(otherStore, authority, folder.resolve("other-ca"), clock, random);
      String token = other.newCode(NAME, Duration.ofHours(1)).code().token();
      X509Certificate foreign = other.enrol(token, key.getPublic(), "test", "").chain().get(0);

      refused(
          () -> renew(keys.newKey(), key, foreign, ""),
          "RENEWAL_REFUSED: the certificate was not issued by this relay");
    }
  }

  @Test
  void j9AnotherPlantIsRefused() {
    refused(() -> renew(keys.newKey(), key, certificate, "acme/wien"), "PLANT_FOREIGN");
  }

  @Test
  void j9ARevokedAgentGetsNoneAndOneEnrolledAnewDoes() throws Exception {
    X509Certificate waiting = renew(keys.newKey());
    fleet.revoke(NAME.agent(), "stolen");
    pass(Duration.ofSeconds(2));

    refused(() -> renew(keys.newKey()), "AGENT_REVOKED");
    refused(() -> fleet.check(waiting), "AGENT_REVOKED");
    KeyPair fresh = keys.newKey();
    X509Certificate anew = enrol(NAME, fresh);
    refused(() -> renew(keys.newKey()), "AGENT_REVOKED");
    refused(() -> fleet.check(waiting), "AGENT_REVOKED");
    assertThat(fleet.check(renew(keys.newKey(), fresh, anew, NAME.plant()))).isEqualTo(NAME);
  }

  @Test
  void j9AnExpiredCertificateIsRenewedForAHundredAndEightyDays() throws Exception {
    pass(Duration.ofDays(60 + 179));
    refused(() -> fleet.check(certificate), "CERTIFICATE_INVALID");

    assertThat(fleet.check(renew(keys.newKey()))).isEqualTo(NAME);

    pass(Duration.ofDays(2));
    refused(() -> renew(keys.newKey()), "RENEWAL_REFUSED: the certificate of agent press-shop");
  }

  @Test
  void j9OfCertificatesThatAreNeverUsedOnlyTheNewestWait() throws Exception {
    X509Certificate first = renew(keys.newKey());
    for (int n = 0; n < Renewals.UNSEEN_MAX; n++) {
      assertThat(fleet.check(renew(keys.newKey()))).isEqualTo(NAME);
    }

    refused(() -> fleet.check(first), "CERTIFICATE_SUPERSEDED");
    assertThat(fleet.check(certificate)).isEqualTo(NAME);
  }

  @Test
  void anEnrolmentAnewTakesTheOlderOnesRenewalAwayOnceItWasUsed() throws Exception {
    pass(Duration.ofSeconds(2));
    KeyPair fresh = keys.newKey();
    X509Certificate anew = enrol(NAME, fresh);
    renew(keys.newKey());
    assertThat(fleet.check(certificate)).isEqualTo(NAME);

    seen(anew);

    refused(() -> renew(keys.newKey()), "CERTIFICATE_SUPERSEDED");
  }

  @Test
  void j7ACertificateYoungerThanTheRestoredDatabaseIsTakenAndRenewedAnOlderOneIsNot()
      throws Exception {
    KeyPair next = keys.newKey();
    pass(Duration.ofDays(40));
    X509Certificate renewed = renew(next);
    forget(renewed);

    assertThat(fleet.check(renewed)).isEqualTo(NAME);
    pass(Duration.ofDays(40));
    X509Certificate third = renew(keys.newKey(), next, renewed, "");
    seen(third);
    refused(() -> fleet.check(renewed), "CERTIFICATE_");
    forget(certificate);
    refused(() -> renew(keys.newKey()), "CERTIFICATE_SUPERSEDED");
  }

  @Test
  void j7TheFirstSessionOfACertificateYoungerThanTheRestoredDatabaseEndsTheOlderKey()
      throws Exception {
    seen(certificate);
    pass(Duration.ofDays(40));
    X509Certificate other = enrol(NAME, keys.newKey());
    X509Certificate renewed = renew(keys.newKey());
    forget(renewed);
    assertThat(fleet.check(certificate)).isEqualTo(NAME);

    seen(renewed);

    assertThat(fleet.check(renewed)).isEqualTo(NAME);
    refused(() -> fleet.check(certificate), "CERTIFICATE_SUPERSEDED");
    refused(() -> renew(keys.newKey()), "CERTIFICATE_SUPERSEDED");
    assertThat(fleet.check(other)).isEqualTo(NAME);
  }

  @Test
  void j7WhereNoneWasUsedBeforeTheRestoreNobodyIsLockedOut() throws Exception {
    pass(Duration.ofDays(40));
    X509Certificate other = enrol(NAME, keys.newKey());
    X509Certificate renewed = renew(keys.newKey());
    forget(renewed);

    seen(renewed);

    assertThat(fleet.check(renewed)).isEqualTo(NAME);
    assertThat(fleet.check(other)).isEqualTo(NAME);
  }

  @Test
  void j7ACertificateYoungerThanTheRestoredDatabaseIsRenewedHoweverOftenTheAnswerIsLost()
      throws Exception {
    seen(certificate);
    KeyPair next = keys.newKey();
    pass(Duration.ofDays(40));
    X509Certificate renewed = renew(next);
    forget(renewed);

    for (int n = 0; n < 2 * Renewals.UNSEEN_MAX; n++) {
      assertThat(fleet.check(renew(keys.newKey(), next, renewed, ""))).isEqualTo(NAME);
    }
    assertThat(fleet.check(renewed)).isEqualTo(NAME);
  }

  private void forget(X509Certificate one) {
    store.writeNow(
        handle -> {
          CertificateTable.remove(handle, IssuedCertificate.fingerprint(one));
          return true;
        });
    fleet = open("ca");
  }

  private void seen(X509Certificate one) {
    fleet.seen(one);
    store.writeNow(handle -> true);
  }

  private X509Certificate enrol(AgentName name, KeyPair of) {
    String token = fleet.newCode(name, Duration.ofHours(1)).code().token();
    return fleet.enrol(token, of.getPublic(), "test", "").chain().get(0);
  }

  private X509Certificate renew(KeyPair next) throws Exception {
    return renew(next, key, certificate, NAME.plant());
  }

  private X509Certificate renew(KeyPair next, KeyPair signer, X509Certificate old, String plant)
      throws Exception {
    byte[] request = request(next);
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(signer.getPrivate());
    signing.update(request);
    return fleet.renew(asked(request, signing.sign(), old.getEncoded(), plant)).chain().get(0);
  }

  private static Renewals.Request asked(
      byte[] keyRequest, byte[] signature, byte[] old, String plant) {
    return new Renewals.Request(
        ByteString.copyFrom(keyRequest),
        ByteString.copyFrom(signature),
        ByteString.copyFrom(old),
        "test",
        plant);
  }

  /** The subject is a lie that nobody reads. */
  private static byte[] request(KeyPair next) throws Exception {
    return new JcaPKCS10CertificationRequestBuilder(
            new X500Name("CN=another-agent"), next.getPublic())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(next.getPrivate()))
        .getEncoded();
  }

  private byte[] der() throws Exception {
    return certificate.getEncoded();
  }

  private static void refused(ThrowingCallable call, String why) {
    assertThatThrownBy(call).hasMessageStartingWith(why);
  }

  private Fleet open(String name) {
    CertificateAuthority authority =
        store.read(handle -> CertificateTable.all(handle).isEmpty())
            ? authority(name)
            : CertificateAuthority.open(folder.resolve(name), clock, random);
    return Fleet.open(store, authority, folder.resolve(name), clock, random);
  }

  private CertificateAuthority authority(String name) {
    return CertificateAuthority.init(
        folder.resolve(name), folder.resolve(name + ".key"), List.of("localhost"), clock, random);
  }

  private void pass(Duration time) {
    passedMillis.addAndGet(time.toMillis());
  }

  private final class PassingClock implements Clock {
    @Override
    public Instant now() {
      return Clock.system().now().plusMillis(passedMillis.get());
    }

    @Override
    public long nanos() {
      return Clock.system().nanos() + passedMillis.get() * 1_000_000;
    }
  }
}
