package io.millrace.testkit.memory.stages;

import io.millrace.api.StageContext;
import io.millrace.testkit.memory.Table;

/** The calls of one stage, noted under a stage's id once that is known. */
record Calls(CallLog log, String name) {
  /** Notes a call that came with a context. */
  Calls note(String method, StageContext<Table> context) {
    log.called(method, context.stage(), context::checkCancelled);
    return new Calls(log, context.stage());
  }

  /** Notes a call that came without a context. */
  void note(String method) {
    log.called(method, name, () -> {});
  }
}
