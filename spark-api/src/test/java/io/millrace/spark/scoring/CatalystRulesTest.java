package io.millrace.spark.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.scoring.ScoringFunction;
import org.junit.jupiter.api.Test;

class CatalystRulesTest {
  @Test
  void makeEachFunctionOfTheList() {
    assertThat(CatalystRules.functions()).containsExactlyInAnyOrder(ScoringFunction.values());
  }
}
