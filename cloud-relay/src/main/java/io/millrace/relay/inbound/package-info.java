/**
 * What other systems tell: signed webhooks become events of the log. A message is verified, mapped
 * and appended with its own row in one transaction, before it is answered; the row keeps a second
 * copy out. Verification and mapping are pure; taking blocks on the store. Must not know flows.
 */
@NullMarked
package io.millrace.relay.inbound;

import org.jspecify.annotations.NullMarked;
