package io.millrace.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Engine.Progress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunningStagesTest {
  private final List<String> told = new ArrayList<>();
  private long seconds;
  private final RunningStages stages = new RunningStages(() -> seconds * 1_000_000_000L);

  private void look() {
    stages.tell((stage, age, now) -> told.add(stage + " " + age + " " + now.finished()));
  }

  @Test
  void onlyWhatIsNewIsToldAndNothingOfStagesThatEnded() {
    stages.started("a");
    seconds = 2;
    look();
    assertThat(told).isEmpty();

    stages.ask(stage -> new Progress(1, 3, 10, seconds, -1, 0));
    look();
    seconds = 5;
    look();
    assertThat(told).containsExactly("a 2.0 3");

    stages.ended("a");
    seconds = 9;
    look();
    assertThat(told).hasSize(1);
    assertThat(stages.seconds("a")).isZero();
  }

  @Test
  void theLongerAStageWorksTheMoreSeldomItIsTold() {
    stages.ask(stage -> new Progress(1, seconds, 100_000, seconds, -1, 0));
    stages.started("long");

    for (seconds = 0; seconds < 60; seconds++) {
      look();
      look();
    }
    assertThat(told).hasSize(59);

    for (; seconds < 36_000; seconds++) {
      look();
    }
    assertThat(told).hasSizeBetween(2_400, 3_200);
  }
}
