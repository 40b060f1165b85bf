package com.example.winsorize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The arithmetic, without Spark: milliseconds. */
final class LimitsTest {
  private final Limits limits = new Limits(-1.5, 4);

  @Test
  void valuesBetweenTheLimitsStay() {
    assertThat(limits.clip(0.25)).isEqualTo(0.25);
    assertThat(limits.clip(-1.5)).isEqualTo(-1.5);
    assertThat(limits.clip(4.0)).isEqualTo(4.0);
  }

  @Test
  void valuesBeyondALimitBecomeThatLimit() {
    assertThat(limits.clip(-1.6)).isEqualTo(-1.5);
    assertThat(limits.clip(1e300)).isEqualTo(4.0);
    assertThat(limits.clip(Double.NEGATIVE_INFINITY)).isEqualTo(-1.5);
  }

  @Test
  void whatIsMissingStaysMissing() {
    assertThat(limits.clip(null)).isNull();
    assertThat(limits.clip(Double.NaN)).isNaN();
  }
}
