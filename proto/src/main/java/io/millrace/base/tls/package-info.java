/** Key and trust material as PEM files. Any thread; must not know gRPC or Netty. */
@NullMarked
package io.millrace.base.tls;

import org.jspecify.annotations.NullMarked;
