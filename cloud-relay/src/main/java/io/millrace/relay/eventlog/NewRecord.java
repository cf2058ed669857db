package io.millrace.relay.eventlog;

import com.google.protobuf.ByteString;
import io.millrace.v1.Event;

/** A record that is to be logged: its number, the event, and the event's bytes as they arrived. */
public record NewRecord(long sequence, Event event, ByteString payload) {}
