/**
 * The relay's files as records: {@code relay.yaml}, targets, flows and inbound mappings, checked
 * one by one and against each other before anything is started. On the starting thread; must not
 * know the program.
 */
@NullMarked
package io.millrace.relay.config;

import org.jspecify.annotations.NullMarked;
