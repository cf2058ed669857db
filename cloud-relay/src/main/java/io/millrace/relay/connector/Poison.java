package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a refused posting does to its lane. */
public enum Poison {
  /** The lane waits for a person. */
  @JsonProperty("block")
  BLOCK("block"),
  /** The posting is set aside, the lane goes on. */
  @JsonProperty("park")
  PARK("park"),
  /** The posting and all later ones of the lane are set aside. */
  @JsonProperty("park-key")
  PARK_KEY("park-key");

  private final String text;

  Poison(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
