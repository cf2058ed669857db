package io.millrace.relay.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.relay.access.Rights;
import io.netty.util.AttributeKey;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** Who a request is from, once a gate has let it pass. */
final class Caller {
  private static final AttributeKey<Rights> RIGHTS = AttributeKey.valueOf(Caller.class, "rights");

  private static final AttributeKey<BooleanSupplier> STANDING =
      AttributeKey.valueOf(Caller.class, "standing");

  private Caller() {}

  /** {@code standing} tells whether the gate would let the caller pass once more. */
  static void pass(ServiceRequestContext context, Rights rights, BooleanSupplier standing) {
    context.setAttr(RIGHTS, rights);
    context.setAttr(STANDING, standing);
  }

  /** Asked again and again by what stays open. */
  static BooleanSupplier standing(ServiceRequestContext context) {
    return Objects.requireNonNull(context.attr(STANDING), "a request came past the gate");
  }

  /** No gate, no rights: IllegalStateException by way of the null check, never an open door. */
  static Rights of(ServiceRequestContext context) {
    return Objects.requireNonNull(context.attr(RIGHTS), "a request came past the gate");
  }

  /** Of the call that this thread serves. */
  static Rights current() {
    return of(ServiceRequestContext.current());
  }
}
