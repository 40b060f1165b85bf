package io.millrace.stages.train.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.api.java.JavaRDD;

/**
 * Minimises the costs of several trials over shared passes: each trial has its own optimiser, on a
 * thread of its own, and waits for a pass whenever it wants its cost somewhere; a pass is made when
 * all that are still at work want one, and answers them all. The passes run on the caller's thread,
 * so that engines know whose jobs they are.
 */
final class SharedPasses {
  private final JavaRDD<RowBlock> blocks;
  private final PointLoss loss;
  private final Runnable beforeEach;
  private final int features;

  /**
   * Passes over these rows.
   *
   * @param beforeEach called before each pass; may throw to give up
   */
  SharedPasses(JavaRDD<RowBlock> blocks, PointLoss loss, int features, Runnable beforeEach) {
    this.blocks = blocks;
    this.loss = loss;
    this.features = features;
    this.beforeEach = beforeEach;
  }

  /** A trial's wish for its cost at coefficients; without an answer, its word that it is done. */
  private record Wish(
      int trial,
      double[] coefficients,
      double[] gradient,
      Optional<CompletableFuture<Double>> answer) {
    static Wish none(int trial) {
      return new Wish(trial, new double[0], new double[0], Optional.empty());
    }
  }

  /**
   * The minima, in the order of the trials.
   *
   * @param trials with as many margins each
   * @param starts where each begins
   */
  List<Minimum> minimize(List<LinearTrial> trials, List<double[]> starts) {
    BlockingQueue<Wish> wishes = new LinkedBlockingQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(trials.size(), SharedPasses::thread);
    try {
      List<Future<Minimum>> minima = new ArrayList<>();
      for (int i = 0; i < trials.size(); i++) {
        int index = i;
        minima.add(threads.submit(() -> follow(trials.get(index), index, starts, wishes)));
      }
      serve(trials, wishes);
      List<Minimum> found = new ArrayList<>();
      for (Future<Minimum> minimum : minima) {
        found.add(minimum.get());
      }
      return found;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while trials learn", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "millrace-trial");
    thread.setDaemon(true);
    return thread;
  }

  private static Minimum follow(
      LinearTrial trial, int index, List<double[]> starts, BlockingQueue<Wish> wishes) {
    try {
      return Minimizer.minimize(
          trial,
          starts.get(index),
          (coefficients, gradient) -> {
            CompletableFuture<Double> answer = new CompletableFuture<>();
            wishes.add(new Wish(index, coefficients, gradient, Optional.of(answer)));
            return await(answer);
          });
    } finally {
      wishes.add(Wish.none(index));
    }
  }

  private static double await(CompletableFuture<Double> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException("the passes were given up", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an answer is a number", e);
    }
  }

  private void serve(List<LinearTrial> trials, BlockingQueue<Wish> wishes)
      throws InterruptedException {
    int working = trials.size();
    while (working > 0) {
      List<Wish> wanted = new ArrayList<>();
      for (int expected = working; expected > 0; expected--) {
        Wish wish = wishes.take();
        if (wish.answer().isPresent()) {
          wanted.add(wish);
        } else {
          working--;
        }
      }
      if (!wanted.isEmpty()) {
        beforeEach.run();
        answer(trials, wanted);
      }
    }
  }

  private void answer(List<LinearTrial> trials, List<Wish> wanted) {
    int sets = trials.get(0).sets();
    StackedCoefficients stack = new StackedCoefficients(loss, features, wanted.size(), sets);
    for (int i = 0; i < wanted.size(); i++) {
      Wish wish = wanted.get(i);
      trials.get(wish.trial()).write(wish.coefficients(), stack, i);
    }
    StackedGradient sums =
        blocks.mapPartitions(StackedGradient.at(stack)).treeReduce(StackedGradient::merge);
    for (int i = 0; i < wanted.size(); i++) {
      Wish wish = wanted.get(i);
      double cost = trials.get(wish.trial()).read(sums, i, wish.coefficients(), wish.gradient());
      wish.answer().orElseThrow().complete(cost);
    }
  }
}
