package io.millrace.testkit.memory;

import io.millrace.api.Engine.Progress;
import io.millrace.api.tracking.StageFigures;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** What stages did on an engine. Thread-safe. */
public final class StageWork {
  private final List<String> stages = new ArrayList<>();
  private final Map<String, StageFigures> figures = new HashMap<>();
  private final Set<Thread> working = new HashSet<>();
  private final ThreadLocal<Deque<String>> current = ThreadLocal.withInitial(ArrayDeque::new);
  private final Map<String, Deque<Long>> underWay = new HashMap<>();
  private int cancellations;

  /** The stages that worked, one entry a call of {@code inStage}, in the order of their starts. */
  public synchronized List<String> stages() {
    return List.copyOf(stages);
  }

  /** How often the jobs of all stages were stopped. */
  public synchronized int cancellations() {
    return cancellations;
  }

  /** The stage that the calling thread works for; empty text if none. */
  String current() {
    String stage = current.get().peek();
    return stage == null ? "" : stage;
  }

  <T> T run(String stage, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    boolean outermost = enter(stage, start);
    try {
      T result = work.call();
      note(stage, result);
      return result;
    } finally {
      leave(stage, start, outermost);
    }
  }

  private synchronized boolean enter(String stage, long start) {
    stages.add(stage);
    underWay.computeIfAbsent(stage, s -> new ArrayDeque<>()).add(start);
    current.get().push(stage);
    return working.add(Thread.currentThread());
  }

  private synchronized void leave(String stage, long start, boolean outermost) {
    underWay.getOrDefault(stage, new ArrayDeque<>()).remove(start);
    current.get().pop();
    if (outermost) {
      working.remove(Thread.currentThread());
    }
  }

  /** A frame that work gives counts as rows written. */
  private synchronized void note(String stage, Object result) {
    StageFigures before = figures(stage);
    long rows = before.rows();
    if (result instanceof Table table) {
      rows = Math.max(rows, 0) + table.size();
    }
    figures.put(
        stage, new StageFigures(rows, 0, 0, 0, 0, 0, before.jobs() + 1, before.tasks() + 1));
  }

  synchronized StageFigures figures(String stage) {
    return figures.getOrDefault(stage, StageFigures.NONE);
  }

  /** A call is a job of one task. */
  synchronized Progress progress(String stage) {
    Deque<Long> starts = underWay.getOrDefault(stage, new ArrayDeque<>());
    double seconds = starts.isEmpty() ? 0 : (System.nanoTime() - starts.peek()) / 1e9;
    int jobs = (int) stages.stream().filter(stage::equals).count();
    return new Progress(jobs, 0, starts.size(), seconds, -1, 0);
  }

  /** Interrupts the threads that work for stages now. */
  synchronized void cancel() {
    cancellations++;
    working.forEach(Thread::interrupt);
  }
}
