package io.millrace.core.promote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be said of why an alias moves. */
final class MoveReasonTest {
  @Test
  void aLineIsKeptAsItIsButForBlanksAroundIt() {
    String said = "it's \"better\" <b>é</b> \uD83D\uDE80 für alle";

    assertThat(new MoveReason("  " + said + "\n").text()).isEqualTo(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "\n\t", "\u2003"})
  void aBlankReasonIsRefused(String blank) {
    assertThat(MoveReason.problem(blank))
        .contains("the reason is blank; say in a line why the alias moves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u2028b", "a\u0085b"})
  void aReasonIsOneLine(String lines) {
    assertThat(MoveReason.problem(lines))
        .contains("the reason must be one line; write it without line breaks");
  }

  @Test
  void controlCharactersAreRefused() {
    assertThat(MoveReason.problem("red: \u001b[31m"))
        .contains("the reason holds the control character U+001B; write it as plain text");
  }

  @Test
  void aReasonHasAThousandCharactersAtMost() {
    String rocket = "\uD83D\uDE80";
    assertThat(new MoveReason(rocket.repeat(1_000)).text()).hasSize(2_000);

    assertThatThrownBy(() -> new MoveReason("x".repeat(1_001)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.code()).isEqualTo(StandardError.INVALID_CALL))
        .hasMessage("the reason has 1,001 characters; at most 1,000 are kept, so say it shorter");
  }
}
