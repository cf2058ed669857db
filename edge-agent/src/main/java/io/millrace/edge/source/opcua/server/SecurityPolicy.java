package io.millrace.edge.source.opcua.server;

/** Security policies by their names in OPC 10000-7, 6.6; deprecated ones are left out. */
public enum SecurityPolicy {
  NONE("None"),
  BASIC256SHA256("Basic256Sha256"),
  AES128_SHA256_RSAOAEP("Aes128_Sha256_RsaOaep"),
  AES256_SHA256_RSAPSS("Aes256_Sha256_RsaPss");

  private static final String URI = "http://opcfoundation.org/UA/SecurityPolicy#";

  private final String text;

  SecurityPolicy(String text) {
    this.text = text;
  }

  /** As endpoints name it. */
  String uri() {
    return URI + text;
  }

  @Override
  public String toString() {
    return text;
  }
}
