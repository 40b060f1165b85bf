package io.millrace.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** In which order forked work is done, and when it is over. */
final class ForksTest {
  private final Queue<String> begun = new ConcurrentLinkedQueue<>();

  @Test
  void aThreadFinishesABranchBeforeItGoesOnWithAnother() throws Exception {
    try (Forks forks = new Forks(1)) {
      forks.fork(() -> Forks.all(List.of(branch(forks, "a"), branch(forks, "b")))).get();
    }

    assertThat(begun).hasSize(6);
    assertThat(begun.stream().limit(3).map(name -> name.charAt(0)).distinct()).hasSize(1);
  }

  @Test
  void afterAFailureNothingMoreIsBegunAndTheFailureIsTold() {
    try (Forks forks = new Forks(1)) {
      CompletableFuture<Void> work =
          forks.fork(() -> Forks.all(List.of(failing(forks, "one"), failing(forks, "two"))));

      assertThatThrownBy(work::get).cause().hasMessage("broken");
      assertThat(begun).hasSize(1);
    }
  }

  private CompletableFuture<Void> branch(Forks forks, String name) {
    return forks.fork(
        () -> {
          begun.add(name);
          return Forks.all(List.of(leaf(forks, name + 1), leaf(forks, name + 2)));
        });
  }

  private CompletableFuture<Void> leaf(Forks forks, String name) {
    return forks.fork(
        () -> {
          begun.add(name);
          return Forks.all(List.of());
        });
  }

  private CompletableFuture<Void> failing(Forks forks, String name) {
    return forks.fork(
        () -> {
          begun.add(name);
          throw new IllegalStateException("broken");
        });
  }
}
