package io.millrace.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** How long single calls took, in nanoseconds, sorted. */
record Latencies(long[] sorted) {
  /** A call with its number. */
  interface Call {
    void run(int number);
  }

  /** Calls until the code is compiled, then so many times more. */
  static Latencies of(int warmUp, int calls, Call call) {
    for (int i = 0; i < warmUp; i++) {
      call.run(i);
    }
    long[] took = new long[calls];
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      call.run(i);
      took[i] = System.nanoTime() - start;
    }
    Arrays.sort(took);
    return new Latencies(took);
  }

  double micros(double share) {
    return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)] / 1000.0;
  }

  void print(String model, String engine) {
    System.out.println(
        String.format(
            Locale.ROOT, "%-10s %-42s %12.2f %12.2f", model, engine, micros(0.5), micros(0.99)));
  }
}
