package io.millrace.prove.line;

/** What the controller of a press shows at one moment: 16-bit counters, reset marker, order. */
record RegisterImage(int good, int scrap, int marker, String order) {}
