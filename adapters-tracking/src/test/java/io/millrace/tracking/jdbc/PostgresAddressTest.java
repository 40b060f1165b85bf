package io.millrace.tracking.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresAddressTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PGUSER", "envy", "PGPASSWORD", "from-env");

  private static PostgresAddress parse(String address, Map<String, String> environment) {
    return PostgresAddress.parse(
        URI.create(address), name -> Optional.ofNullable(environment.get(name)));
  }

  @Test
  void allPartsAreRead() {
    PostgresAddress address =
        parse(
            "jdbc:postgresql://an%20na:p%40ss+w%3Ard@one:5433,two/m%C3%AFll?currentSchema=ml&sslmode=require",
            ENVIRONMENT);

    assertThat(address)
        .isEqualTo(
            new PostgresAddress(
                "one:5433,two",
                "mïll",
                "an na",
                "p@ss+w:rd",
                Map.of("currentSchema", "ml", "sslmode", "require")));
    assertThat(address.url()).isEqualTo("jdbc:postgresql://one:5433,two/m%C3%AFll");
    assertThat(address).hasToString("postgresql://one:5433,two/mïll, schema ml");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h/ml, envy, from-env",
    "jdbc:postgresql://anna@h/ml, anna, from-env",
    "jdbc:postgresql://anna:own@h/ml, anna, own",
    "jdbc:postgresql://h/ml?user=bob&password=p%26q, bob, p&q",
  })
  void theAddressIsStrongerThanTheEnvironment(String address, String user, String password) {
    PostgresAddress read = parse(address, ENVIRONMENT);

    assertThat(read.user()).isEqualTo(user);
    assertThat(read.passwordOrNull()).isEqualTo(password);
    assertThat(read.parameters()).isEmpty();
  }

  @Test
  void withoutAPasswordTheDriverLooksIntoItsFile() {
    PostgresAddress address = parse("jdbc:postgresql://h/ml", Map.of());

    assertThat(address.user()).isEqualTo(System.getProperty("user.name"));
    assertThat(address.passwordOrNull()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql:ml                 | the tracking address is none of PostgreSQL; write jdbc:postgresql://HOST/DATABASE
          jdbc:postgresql://u:secret@h       | the tracking address names no database; write jdbc:postgresql://HOST/DATABASE
          jdbc:postgresql://u:secret@/ml     | the tracking address names no host; write jdbc:postgresql://HOST/DATABASE
          jdbc:postgresql://u:a@secret@h/ml  | the tracking address is none of PostgreSQL; write jdbc:postgresql://HOST/DATABASE
          jdbc:postgresql://h/ml?currentScheme=x | the tracking address has the parameter 'currentScheme', which PostgreSQL's driver does not know
          """)
  void whatIsNoAddressIsRefusedWithoutItsPassword(String address, String message) {
    assertThatThrownBy(() -> parse(address, Map.of()))
        .isInstanceOf(MillraceException.class)
        .hasMessage(message)
        .hasNoCause();
  }
}
