/**
 * The local socket over which a program answers its own command line: gRPC on a Unix domain socket
 * in the data folder, for its owner only. Must not know any service.
 */
@NullMarked
package io.millrace.base.local;

import org.jspecify.annotations.NullMarked;
