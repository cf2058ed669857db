/**
 * The seeded model of a line of presses: cycles, scrap, breakdowns, orders, resets, and the truth
 * about what was made. Pure: time is passed in and nothing happens between two calls, so one owner
 * thread drives it as fast as it likes. Must not know any protocol.
 */
@NullMarked
package io.millrace.sim.plant;

import org.jspecify.annotations.NullMarked;
