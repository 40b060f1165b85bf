package io.millrace.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Threads that start the same work at the same moment. */
final class Crowd {
  private static final long PATIENCE_SECONDS = 120;

  private Crowd() {}

  /** What each of the threads gave, by its number; the first failure is thrown. */
  static <T> List<T> of(int threads, IntFunction<T> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier start = new CyclicBarrier(threads);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(pool.submit(member(i, start, work)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
      return results;
    } catch (InterruptedException | TimeoutException | ExecutionException e) {
      throw new AssertionError("a thread failed: " + e, e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> Callable<T> member(int number, CyclicBarrier start, IntFunction<T> work) {
    return () -> {
      start.await();
      return work.apply(number);
    };
  }
}
