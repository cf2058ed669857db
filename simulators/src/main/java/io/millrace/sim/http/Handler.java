package io.millrace.sim.http;

import com.linecorp.armeria.common.HttpResponse;

/** Answers one kind of request. Called on the simulator's thread; must not block for long. */
@FunctionalInterface
public interface Handler {

  /** IllegalArgumentException becomes 400, IllegalStateException 409. */
  HttpResponse answer(Call call);
}
