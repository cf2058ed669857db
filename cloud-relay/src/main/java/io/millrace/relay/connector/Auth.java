package io.millrace.relay.connector;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the relay proves who it is. */
public record Auth(@JsonProperty(required = true) OAuth2 oauth2) {}
