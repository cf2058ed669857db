/**
 * The four counts and what follows from them: what is missing, what is doubled, whether it all
 * agrees. Must not know how the counts were attacked.
 */
@NullMarked
package io.millrace.prove.account;

import org.jspecify.annotations.NullMarked;
