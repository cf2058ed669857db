package io.millrace.relay.inbound;

/** Why a message was not taken; the names stand in the counts, the numbers are HTTP's. */
public enum Refusal {
  /** One of the three headers is not there, or is none. */
  HEADERS(400),
  /** None of its signatures is ours. */
  SIGNATURE(
      401,
      "no signature in webhook-signature is made with the secret of this webhook: expected v1, and"
          + " base64 of the HMAC-SHA256 of webhook-id.webhook-timestamp.body"),
  /** Signed too long ago, or in the future. */
  STALE(400),
  /** Another body came under its id before. */
  OTHER_BODY(409, "another body came under this webhook-id before"),
  /** Larger than the webhook's limit. */
  TOO_LARGE(413, "the body is larger than max_body of this webhook"),
  /** Not sent as JSON. */
  CONTENT_TYPE(415, "expected content-type application/json"),
  /** No JSON object, or nothing in it that the webhook maps. */
  CONTENT(422),
  /** Not sent by POST. */
  METHOD(405, "expected POST");

  private final int status;
  private final String detail;

  /** Whoever refuses says what is wrong. */
  Refusal(int status) {
    this(status, "");
  }

  Refusal(int status, String detail) {
    this.status = status;
    this.detail = detail;
  }

  int status() {
    return status;
  }

  /** What the sender is told; empty where only the message itself shows it. */
  String detail() {
    return detail;
  }
}
