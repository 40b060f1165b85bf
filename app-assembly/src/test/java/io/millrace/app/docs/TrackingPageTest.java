package io.millrace.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQL and the commands of {@code docs/how-to/tracking.md}, on a real PostgreSQL. */
@Tag("full")
final class TrackingPageTest {
  private static final String NAME = "docs/how-to/tracking.md";
  private static final Pattern SQL =
      Pattern.compile("^```sql\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir private Path directory;

  @Test
  void everyCommandOfThePagePrintsWhatItSays() throws Exception {
    String text = Files.readString(Manual.root().resolve(NAME));
    Path access =
        Files.writeString(
            directory.resolve("hba.conf"),
            "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("hba_file", access.toString())
            .setConnectConfig("user", "postgres")
            .start()) {
      Matcher sql = SQL.matcher(text);
      assertThat(sql.find()).isTrue();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        for (String command : sql.group(1).split(";\\R")) {
          statement.execute(command);
        }
      }
      String address = "127.0.0.1:" + server.getPort() + "/ml";
      TypedPage page =
          new TypedPage(
              NAME,
              text.replace("db.example/ml", address),
              Files.createDirectory(directory.resolve("typed")));
      assertThat(page.size()).isEqualTo(4);

      page.type(10);
    }
  }
}
