/**
 * Takes scans, has them derived, appends the events: the one thread on which anything is counted.
 * What was not journalled was not counted. Sources only enqueue here. Must not know any protocol
 * nor the relay.
 *
 * <p>How it is put together, in this order:
 *
 * <pre>{@code
 * RecoveredJournal recovered = ...;                       // the journal room opens the folder
 * Derivations derivations = new Derivations(rules, ids);  // rules from the configuration
 * Capture capture = Capture.begin(recovered, derivations, tags, clock);
 * Journal journal = capture.journal();                    // for the uplink and the status
 * WorkerRunner runner = WorkerRunner.start(capture, Capture.IDLE);
 * capture.wakeWith(runner::wake);
 * sources.forEach(source -> source.start(capture));
 * }</pre>
 *
 * <p>Ending goes the other way: sources, then the runner (it journals what is queued), then the
 * journal.
 */
@NullMarked
package io.millrace.edge.capture;

import org.jspecify.annotations.NullMarked;
