package com.example.churn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BandsTest {
  @Test
  void anEdgeBelongsToTheBandAboveIt() {
    Bands bands = new Bands(List.of(12.0, 24.5));

    assertThat(bands.name(11.9)).isEqualTo("below 12");
    assertThat(bands.name(12.0)).isEqualTo("12 to 24.5");
    assertThat(bands.name(24.5)).isEqualTo("from 24.5");
    assertThat(bands.name(null)).isEqualTo("none");
    assertThat(bands.name(Double.NaN)).isEqualTo("none");
  }

  @Test
  void edgesAscend() {
    assertThatThrownBy(() -> new Bands(List.of(2.0, 1.0)))
        .hasMessage("the edges [2.0, 1.0] do not ascend");
  }
}
