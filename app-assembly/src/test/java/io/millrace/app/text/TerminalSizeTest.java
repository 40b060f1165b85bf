package io.millrace.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TerminalSizeTest {
  @Test
  void aTerminalSaysRowsThenColumns() {
    assertThat(TerminalSize.parse("24 132\n")).isEqualTo(new TerminalSize(132, 24));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0\n", "", "stty: not a tty", "24"})
  void oneThatDoesNotKnowIsTakenForAUsualOne(String answer) {
    assertThat(TerminalSize.parse(answer)).isEqualTo(new TerminalSize(80, 24));
  }

  @Test
  void whatIsNoTerminalHasTheUsualSize() {
    assertThat(TerminalSize.asked(new File("/dev/null"))).isEqualTo(TerminalSize.USUAL);
  }
}
