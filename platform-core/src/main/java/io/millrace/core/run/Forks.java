package io.millrace.core.run;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Work that forks into more work, on a few threads. What was forked last is begun first, so that
 * what the branches of a tree need is held for few of them at a time. No thread waits for work:
 * that is why this is no {@code ForkJoinPool}, whose threads take up other work, or start more
 * threads, while an engine lets them wait. After a failure nothing more is begun.
 */
final class Forks implements AutoCloseable {
  private final ThreadPoolExecutor threads;
  private volatile boolean failed;

  Forks(int parallelism) {
    int count = Math.max(1, parallelism);
    this.threads = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, lastFirst());
    // Now: a thread inherits from the one that starts it, which may later be in the midst of work.
    threads.prestartAllCoreThreads();
  }

  private static BlockingQueue<Runnable> lastFirst() {
    return new LinkedBlockingDeque<>() {
      private static final long serialVersionUID = 1;

      @Override
      public boolean offer(Runnable work) {
        return offerFirst(work);
      }
    };
  }

  /** Does the work some time; done when it is, and what it forked. */
  CompletableFuture<Void> fork(Callable<CompletableFuture<Void>> work) {
    return CompletableFuture.supplyAsync(() -> begin(work), threads).thenCompose(forked -> forked);
  }

  private CompletableFuture<Void> begin(Callable<CompletableFuture<Void>> work) {
    if (failed) {
      return all(List.of());
    }
    try {
      return work.call();
    } catch (Throwable e) {
      failed = true;
      throw new CompletionException(e);
    }
  }

  /** Done when all are; fails as one of them. */
  static CompletableFuture<Void> all(Collection<CompletableFuture<Void>> works) {
    return CompletableFuture.allOf(works.toArray(CompletableFuture[]::new));
  }

  /** Ends the threads; work that waits is never begun. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
