package io.millrace.relay.counting;

/** The part of an open hole that a late count covers. */
record Fill(Missing hole, long from, long to) {}
