package io.millrace.testkit.memory.stages;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the calls that stages got, and makes some of them fail or wait. A call has the name of
 * the port's method ({@code read}, {@code combine}, {@code write}, {@code reopen}, {@code
 * withoutWriting}, {@code split}, {@code fit}, {@code readAll}, {@code apply}, {@code load}, {@code
 * train}, {@code predict}, {@code evaluate}, {@code deploy}) and the stage's id; what was loaded
 * does not know its stage and has the factory's name in its place, as has {@code load} itself.
 * Thread-safe.
 */
public final class CallLog {
  private final List<Call> calls = new ArrayList<>();
  private final Map<Call, Deque<RuntimeException>> failures = new HashMap<>();
  private final Map<Call, Hold> holds = new HashMap<>();

  /** An empty log. */
  public CallLog() {}

  /**
   * A call.
   *
   * @param method the method's name
   * @param stage the stage's id
   */
  public record Call(String method, String stage) {
    @Override
    public String toString() {
      return method + " " + stage;
    }
  }

  /** The calls, the first one first, as {@code fit imputed}. */
  public synchronized List<String> calls() {
    return calls.stream().map(Call::toString).toList();
  }

  /** How often a method of a stage was called, calls that failed included. */
  public synchronized int count(String method, String stage) {
    return (int) calls.stream().filter(new Call(method, stage)::equals).count();
  }

  /** How often a method was called on any stage. */
  public synchronized int count(String method) {
    return (int) calls.stream().filter(call -> call.method().equals(method)).count();
  }

  /** Forgets the calls; failures and holds to come stay. */
  public synchronized void clear() {
    calls.clear();
  }

  /** Lets the next call fail; several failures to come are thrown one a call, in this order. */
  public synchronized void failNext(String method, String stage, RuntimeException failure) {
    failures.computeIfAbsent(new Call(method, stage), call -> new ArrayDeque<>()).add(failure);
  }

  /** Lets every call wait until the hold is released; replaces an earlier hold. */
  public synchronized Hold hold(String method, String stage) {
    Hold hold = new Hold();
    holds.put(new Call(method, stage), hold);
    return hold;
  }

  /** Notes a call, then waits or fails as told. */
  void called(String method, String stage, Runnable checkCancelled) {
    Call call = new Call(method, stage);
    note(call).ifPresent(hold -> hold.enter(checkCancelled));
    RuntimeException failure = failure(call);
    if (failure != null) {
      throw failure;
    }
  }

  private synchronized Optional<Hold> note(Call call) {
    calls.add(call);
    return Optional.ofNullable(holds.get(call));
  }

  private synchronized @Nullable RuntimeException failure(Call call) {
    Deque<RuntimeException> planned = failures.get(call);
    return planned == null ? null : planned.poll();
  }
}
