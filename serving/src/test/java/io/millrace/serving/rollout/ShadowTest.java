package io.millrace.serving.rollout;

import static io.millrace.serving.rollout.FakeRegistry.call;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serving.fixture.TinyModel;
import io.millrace.serving.model.ModelLease;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShadowTest {
  @TempDir Path temporary;
  private FakeRegistry registry;
  private Rollout rollout;

  @BeforeEach
  void start() {
    registry = new FakeRegistry(temporary).withVersions(2);
    registry.add(3, TinyModel.write(temporary.resolve("v3"), List.of("x"), null, null));
    registry.point("champion", 1);
    registry.point("next", 2);
    rollout = registry.rollout();
    rollout.start(new RoutePlan("tiny", Map.of("champion", 100.0), StickyKey.NONE, "next", null));
  }

  @Test
  void itsPredictionsAreComparedAndNeverAnswered() {
    try (Shadow shadow = new Shadow(rollout, 1_000, 1)) {
      answer(shadow, 100);

      ShadowFigures.Snapshot told = compared(shadow, 100);
      assertThat(told).isEqualTo(new ShadowFigures.Snapshot(100, 100, 0, 0, 1, 1));
    }
  }

  @Test
  void aShadowThatRefusesIsCounted() {
    rollout.setShadow("tiny", "3");
    try (Shadow shadow = new Shadow(rollout, 1_000, 1)) {
      answer(shadow, 10);

      ShadowFigures.Snapshot told = compared(shadow, 10);
      assertThat(told).isEqualTo(new ShadowFigures.Snapshot(0, 0, 10, 0, 0, 0));
    }
  }

  @Test
  void aShadowThatIsTooSlowDropsAndCounts() {
    try (Shadow shadow = new Shadow(rollout, 5, 1)) {
      CountDownLatch busy = new CountDownLatch(1);
      shadow.runFirst(
          () -> {
            try {
              busy.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      answer(shadow, 20);
      assertThat(figures(shadow).dropped()).isEqualTo(15);
      busy.countDown();

      assertThat(compared(shadow, 20)).isEqualTo(new ShadowFigures.Snapshot(5, 5, 0, 15, 1, 1));
    }
  }

  @Test
  void withoutAShadowNothingIsKept() {
    rollout.setShadow("tiny", null);

    assertThat(registry.events).contains("let go 2");
    try (Shadow shadow = new Shadow(rollout, 1, 1)) {
      answer(shadow, 10);
    }
    assertThat(rollout.shadow("tiny")).isNull();
  }

  @Test
  void aShadowFollowsItsAlias() {
    registry.point("next", 1);
    rollout.check("tiny", true);

    try (Shadow shadow = new Shadow(rollout, 1_000, 1)) {
      answer(shadow, 10);
      assertThat(compared(shadow, 10)).isEqualTo(new ShadowFigures.Snapshot(10, 0, 0, 0, 0, 0));
    }
  }

  private void answer(Shadow shadow, int count) {
    for (int i = 0; i < count; i++) {
      try (ModelLease lease = rollout.acquire(call())) {
        shadow.answered(RolloutTest.answer(lease));
      }
    }
  }

  private ShadowFigures.Snapshot figures(Shadow shadow) {
    return shadow.figures(requireNonNull(rollout.shadow("tiny"))).snapshot();
  }

  /** The figures, once so many rows are accounted for. */
  private ShadowFigures.Snapshot compared(Shadow shadow, long rows) {
    long end = System.nanoTime() + 20_000_000_000L;
    ShadowFigures.Snapshot told = figures(shadow);
    while (told.compared() + told.failed() + told.dropped() < rows) {
      assertThat(System.nanoTime()).as("the shadow does not get there").isLessThan(end);
      Thread.onSpinWait();
      told = figures(shadow);
    }
    return told;
  }
}
