package io.millrace.tracking.openlineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.LineageTarget;
import io.millrace.tracking.openlineage.SinkAddress.OfEndpoint;
import io.millrace.tracking.openlineage.SinkAddress.OfFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SinkAddressTest {
  private static final Path DIRECTORY = Path.of("/work/shop");

  private static SinkAddress read(String address, Map<String, String> variables) {
    return SinkAddress.of(
        new LineageTarget(address, "shop", DIRECTORY, ""),
        name -> Optional.ofNullable(variables.get(name)));
  }

  @ParameterizedTest
  @CsvSource({
    "events.jsonl, /work/shop/events.jsonl",
    "../my events.jsonl, /work/my events.jsonl",
    "/var/log/events.jsonl, /var/log/events.jsonl",
    "file:events.jsonl, /work/shop/events.jsonl",
    "file:/var/log/events.jsonl, /var/log/events.jsonl",
    "FILE:///var/log/events.jsonl, /var/log/events.jsonl"
  })
  void filesAreFoundFromWhereTheCallIsMade(String address, Path file) {
    assertThat(read(address, Map.of())).isEqualTo(new OfFile(file));
  }

  @ParameterizedTest
  @CsvSource({
    "http://marquez:5000, http://marquez:5000/api/v1/lineage",
    "http://marquez:5000/, http://marquez:5000/api/v1/lineage",
    "https://data.example/openapi/openlineage/api/v1/lineage,"
        + " https://data.example/openapi/openlineage/api/v1/lineage",
    "HTTP://[::1]:5000, http://[::1]:5000/api/v1/lineage"
  })
  void anEndpointHasTheUsualPathUnlessItSaysAnother(String address, URI uri) {
    assertThat(read(address, Map.of())).isEqualTo(new OfEndpoint(uri, ""));
  }

  @Test
  void theKeyComesFromTheEnvironmentAndIsNotShown() {
    SinkAddress address =
        read("http://marquez:5000", Map.of("MILLRACE_OPENLINEAGE_API_KEY", " geheim\n"));

    assertThat(address)
        .isEqualTo(new OfEndpoint(URI.create("http://marquez:5000/api/v1/lineage"), "geheim"))
        .hasToString("http://marquez:5000/api/v1/lineage");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "s3://lake/events | OpenLineage events can't go to an address that begins with 's3:'",
        "http:// | the address for OpenLineage events names no host",
        "http:marquez:5000 | the address for OpenLineage events names no host",
        "http://ada:geheim@marquez:5000 | the address for OpenLineage events holds a user's name; a"
            + " key goes into MILLRACE_OPENLINEAGE_API_KEY",
        "http://marquez:5000/?code=geheim | the address for OpenLineage events has something behind"
            + " '?'; a key goes into MILLRACE_OPENLINEAGE_API_KEY",
        "http://marquez:5000#geheim | the address for OpenLineage events has something behind '#'",
        "http://mar quez:5000 | 'http://mar quez:5000/api/v1/lineage' is no address of a host",
        "http://marquez:99999 | 'http://marquez:99999/api/v1/lineage' is no address of a host",
        "http://my_host:x | 'http://my_host:x/api/v1/lineage' is no address of a host",
        "file://tmp/events.jsonl | 'file://tmp/events.jsonl' names another machine",
        "file: | the address for OpenLineage events names no file"
      })
  void whatCannotBeToldAnythingIsRefusedWithWhatToWrite(String address, String says) {
    assertThatThrownBy(() -> read(address, Map.of()))
        .isInstanceOf(MillraceException.class)
        .hasMessageStartingWith(says.strip())
        .hasMessageEndingWith(
            "rite a path, file:PATH, or http(s)://HOST:PORT[/PATH] for --openlineage")
        .hasMessageNotContaining("geheim")
        .extracting(e -> ((MillraceException) e).code())
        .isEqualTo(StandardError.INVALID_CALL);
  }

  @Test
  void aKeyThatHttpCannotCarryIsRefusedWithoutBeingQuoted() {
    assertThatThrownBy(
            () -> read("http://marquez:5000", Map.of("MILLRACE_OPENLINEAGE_API_KEY", "ge heim")))
        .isInstanceOf(MillraceException.class)
        .hasMessageStartingWith("MILLRACE_OPENLINEAGE_API_KEY holds a blank")
        .hasMessageNotContaining("heim");
  }

  @Test
  void aNamespaceHasAName() {
    assertThatThrownBy(
            () ->
                EventWriter.of(
                    new LineageTarget("e", " ", DIRECTORY, ""), name -> Optional.empty()))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("namespace of OpenLineage events is empty");
  }
}
