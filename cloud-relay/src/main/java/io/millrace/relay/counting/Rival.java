package io.millrace.relay.counting;

/**
 * Another generation that stands where a count would go: it follows the count's own generation, or,
 * when {@code beside}, the same one that the count's own does. What both count may be one and the
 * same pieces. {@code decided} says that a person has let the count's generation go on.
 */
record Rival(String generation, boolean beside, boolean decided) {}
