package io.millrace.serving.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.scoring.ScoringFunction;
import org.junit.jupiter.api.Test;

class FunctionsTest {
  @Test
  void runEachFunctionOfTheList() {
    assertThat(Functions.all()).containsExactlyInAnyOrder(ScoringFunction.values());
  }
}
