package io.millrace.relay.fleet;

import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;

/** Opens the fleet's door for simulations: a certificate without a connection. */
public final class FleetSide {
  private FleetSide() {}

  /** Enrols that agent with a new code. */
  public static X509Certificate enrol(Fleet fleet, AgentName name) throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    keys.initialize(new ECGenParameterSpec("secp256r1"));
    String token = fleet.newCode(name, Duration.ofHours(1)).code().token();
    return fleet.enrol(token, keys.generateKeyPair().getPublic(), "sim", "").chain().get(0);
  }
}
