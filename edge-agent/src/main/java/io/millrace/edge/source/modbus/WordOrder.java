package io.millrace.edge.source.modbus;

/** Which register of a number of several registers comes first. Bytes are big-endian in both. */
public enum WordOrder {
  HIGH_FIRST,
  LOW_FIRST
}
