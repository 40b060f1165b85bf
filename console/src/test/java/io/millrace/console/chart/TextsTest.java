package io.millrace.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextsTest {
  @Test
  void numbersHaveFourDigitsAndWholeOnesAllOfTheirs() {
    assertThat(Texts.number(0)).isEqualTo("0");
    assertThat(Texts.number(1234567)).isEqualTo("1\u202f234\u202f567");
    assertThat(Texts.number(-12)).isEqualTo("-12");
    assertThat(Texts.number(0.844963)).isEqualTo("0.8450");
    assertThat(Texts.number(64.4219)).isEqualTo("64.42");
    assertThat(Texts.number(2063.6)).isEqualTo("2064");
    assertThat(Texts.number(0.00012345)).isEqualTo("1.235e-04");
    assertThat(Texts.number(12345678.9)).isEqualTo("1.235e+07");
    assertThat(Texts.number(Double.NaN)).isEqualTo("–");
    assertThat(Texts.number(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
  }

  @Test
  void onlyFiniteNumbersAreNumbers() {
    assertThat(Texts.isNumber("1e-3")).isTrue();
    assertThat(Texts.isNumber("NaN")).isFalse();
    assertThat(Texts.isNumber("mean")).isFalse();
    assertThat(Texts.cell("0.123456")).isEqualTo("0.1235");
    assertThat(Texts.cell("<b>")).isEqualTo("<b>");
  }

  @Test
  void timesAndSizesAreToldInTheirUnits() {
    assertThat(Texts.seconds(0.123)).isEqualTo("0.12 s");
    assertThat(Texts.seconds(12.34)).isEqualTo("12.3 s");
    assertThat(Texts.seconds(185)).isEqualTo("3 min 5 s");
    assertThat(Texts.seconds(7440)).isEqualTo("2 h 4 min");
    assertThat(Texts.bytes(512)).isEqualTo("512 B");
    assertThat(Texts.bytes(1_572_864)).isEqualTo("1.5 MiB");
  }
}
