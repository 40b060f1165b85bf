package io.millrace.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrialWarningsTest {
  @Test
  void eachIsToldOnceWithHowOftenItCameUp() {
    List<String> told = new ArrayList<>();
    RunListener listener =
        new RunListener() {
          @Override
          public void warned(String stage, String message) {
            told.add(stage + ": " + message);
          }
        };

    try (TrialWarnings warnings = new TrialWarnings(listener)) {
      warnings.add("model", "still moves");
      warnings.add("model", "too few rows");
      warnings.add("model", "still moves");
      warnings.add("quality", "still moves");
      assertThat(told).isEmpty();
    }

    assertThat(told)
        .containsExactly(
            "model: still moves (2 times)", "model: too few rows", "quality: still moves");
  }
}
