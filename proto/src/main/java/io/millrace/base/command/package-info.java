/**
 * What every command line has in common: exit codes, failures in words, tables, JSON. Runs on the
 * thread of the command; must not know any command. Needs picocli and Jackson, which programs have
 * and users of the SDK need not.
 */
@NullMarked
package io.millrace.base.command;

import org.jspecify.annotations.NullMarked;
