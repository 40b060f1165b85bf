package io.millrace.app.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    TextTable table = TextTable.of("STAGE", ">ROWS", "");
    table.row("raw", "7,043", "csv").row("imputed", "12", "");

    assertThat(table.lines(Style.PLAIN))
        .containsExactly("STAGE     ROWS", "raw      7,043  csv", "imputed     12");
  }

  @Test
  void aTableWithoutTitlesIsRowsOnly() {
    assertThat(TextTable.of("", "").row("a", "b").lines(Style.PLAIN)).containsExactly("a  b");
  }

  @Test
  void colourTakesNoRoom() {
    TextTable table = TextTable.of("", "").row(Style.COLOUR.good("ran"), "x").row("reused", "y");

    assertThat(table.lines(Style.COLOUR))
        .containsExactly("\u001b[32mran\u001b[0m     x", "reused  y");
  }

  @Test
  void wideAndCombiningCharactersLineUp() {
    TextTable table = TextTable.of("", "").row("年齢", "x").row("cafe\u0301", "y").row("plain", "z");

    assertThat(table.lines(Style.PLAIN)).containsExactly("年齢   x", "cafe\u0301   y", "plain  z");
  }

  @Test
  void lineBreaksInACellBreakNoRow() {
    assertThat(TextTable.of("").row("two\nlines\tand a tab").lines(Style.PLAIN))
        .containsExactly("two lines and a tab");
  }

  @Test
  void aRowOfAnotherWidthIsAMistake() {
    assertThatThrownBy(() -> TextTable.of("A", "B").row("only one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 cells for 2 columns");
  }
}
