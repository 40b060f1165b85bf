package io.millrace.tracking.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "url: jdbc:postgresql://ada:gehe/im@db/ml, url: jdbc:postgresql://ada:***@db/ml",
        "jdbc:postgresql://ada:${secret:PW}@db/ml, jdbc:postgresql://ada:***@db/ml",
        "jdbc:mysql://db/x?user=ada&password=geheim&ssl=1,"
            + " jdbc:mysql://db/x?user=ada&password=***&ssl=1",
        "password: geheim, password: ***",
        "fs.s3a.secret.key: 'ge heim' # x, fs.s3a.secret.key: *** # x",
        "\"{ dbPassword: geheim, x: 1 }\", \"{ dbPassword: ***, x: 1 }\"",
        "apiKey=geheim;, apiKey=***;"
      })
  void whatLooksLikeAPasswordIsTakenOut(String text, String redacted) {
    assertThat(Redaction.of(text)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: ${secret:DB_PASSWORD}",
        "password: \"${env:DB_PASSWORD}\"",
        "path: abfss://box@account.dfs.core.windows.net/raw",
        "use: transform/tokenize\n    with: { column: text }",
        "tokens:\n  - a",
        "gates: [ \"auc >= 0.8\" ]"
      })
  void theRestStays(String text) {
    assertThat(Redaction.of(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"token, abc, ***", "rows, abc, abc", "url, //a:b@c/d, //a:***@c/d"})
  void aNameDecidesToo(String name, String value, String redacted) {
    assertThat(Redaction.of(name, value)).isEqualTo(redacted);
  }
}
