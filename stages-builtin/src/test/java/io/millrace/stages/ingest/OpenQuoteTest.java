package io.millrace.stages.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OpenQuoteTest {
  private static final OpenQuote RFC = new OpenQuote(",", '"', '"', false);

  @Test
  void closedQuotesAreNone() {
    for (String record :
        new String[] {
          "",
          "a,b",
          "\"a\",\"b\"",
          "\"a,b\",c",
          "\"\",\"\"",
          "\"\"\"a\"\"\",b",
          "\"say \"\"no\"\"\"",
          "a\"b,c",
          "5\",6\"",
          " \"a,b",
          "\"a\"b,c",
          "\"a\nb\",c\n"
        }) {
      assertThat(RFC.field(record)).as(record).isEqualTo(OpenQuote.NONE);
    }
  }

  @Test
  void theFieldThatIsNeverClosedIsFound() {
    assertThat(RFC.field("\"a,b")).isZero();
    assertThat(RFC.field("a,\"b,c")).isEqualTo(1);
    assertThat(RFC.field("a,\"b\",\"c")).isEqualTo(2);
    assertThat(RFC.field("a,\"")).isEqualTo(1);
    assertThat(RFC.field("a,\"b\"\"")).isEqualTo(1);
    assertThat(RFC.field("a,\"\"\"b\"")).isEqualTo(OpenQuote.NONE);
    assertThat(RFC.field("a,\"\"\"b")).isEqualTo(1);
    assertThat(RFC.field("a,\"b\n2,c\n")).isEqualTo(1);
  }

  @Test
  void otherDialectsHaveTheirOwnSigns() {
    OpenQuote other = new OpenQuote("||", '\'', '\\', true);

    assertThat(other.field("'it\\'s'||'b'")).isEqualTo(OpenQuote.NONE);
    assertThat(other.field("'a\\\\'||b")).isEqualTo(OpenQuote.NONE);
    assertThat(other.field("a||  'b\\'")).isEqualTo(1);
    assertThat(other.field("a||b||\t'c")).isEqualTo(2);
  }
}
