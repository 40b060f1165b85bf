package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.util.Throwables.getStackTrace;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that speak TLS, without a password at one port and with one at another. */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaTlsTest {
  private static final String PASSWORD = "correct-horse";
  private static final String LOGIN =
      "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"millrace\""
          + " password=\"%s\";";

  @TempDir static Path directory;
  private final SparkTestFrames frames;
  private final StageHarness harness;
  private TestBroker broker;
  private String secured;
  private Certificates own;
  private Certificates strangers;

  KafkaTlsTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    own = Certificates.make(directory, "broker");
    strangers = Certificates.make(directory, "stranger");
    int port = TestBroker.freePort();
    secured = "localhost:" + TestBroker.freePort();
    String listeners = "SSL://localhost:%d,SASL_SSL://%s".formatted(port, secured);
    Map<String, String> settings = new HashMap<>(trusting(own));
    settings.put("listeners", listeners);
    settings.put("advertised.listeners", listeners);
    settings.put("security.inter.broker.protocol", "SSL");
    settings.put("ssl.keystore.location", own.keys().toString());
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.password", Certificates.PASSWORD);
    settings.put("ssl.key.password", Certificates.PASSWORD);
    settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.remove("security.protocol");
    broker = TestBroker.with(directory, port, settings);
    broker.as(trusting(own));
    broker.user("millrace", PASSWORD);
    broker.topic("customers", 1);
    broker.topic("scores", 1);
    broker.send("customers", 0, "a", "{\"customer\": \"a\", \"age\": \"30\"}");
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private static Map<String, String> trusting(Certificates whom) {
    return Map.of(
        "security.protocol",
        "SSL",
        "ssl.truststore.location",
        whom.trusted().toString(),
        "ssl.truststore.type",
        "PKCS12",
        "ssl.truststore.password",
        Certificates.PASSWORD);
  }

  private static Map<String, String> withPassword(Certificates whom, String password) {
    Map<String, String> settings = new HashMap<>(trusting(whom));
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "SCRAM-SHA-512");
    settings.put("sasl.jaas.config", LOGIN.formatted(password));
    return settings;
  }

  private List<List<Object>> read(String address, Map<String, String> settings) {
    String lines =
        settings.entrySet().stream()
            .map(setting -> "    %s: '%s'\n".formatted(setting.getKey(), setting.getValue()))
            .collect(Collectors.joining());
    return frames.rows(
        harness
            .stage(
                """
                use: ingest/kafka
                with:
                  bootstrapServers: '%s'
                  topics: [customers]
                  schema: { customer: string }
                  timeout: 20
                  settings:
                """
                        .formatted(address)
                    + lines)
            .read());
  }

  private void write(String address, Map<String, String> settings, String run) {
    Output output = Output.topic("kafka://" + address, "scores", Mode.APPEND).with(settings);
    new KafkaOutputWriter()
        .write(
            frames.session().sql("SELECT '" + run + "' AS customer"),
            output,
            new EffectKey(run, "score", "c"));
  }

  @Test
  void recordsGoBothWaysOverTlsWithAndWithoutAPassword() {
    assertThat(read(broker.address(), trusting(own))).containsExactly(List.of("a"));
    assertThat(read(secured, withPassword(own, PASSWORD))).containsExactly(List.of("a"));

    write(broker.address(), trusting(own), "plain");
    write(secured, withPassword(own, PASSWORD), "secured");

    assertThat(broker.records("scores"))
        .containsExactlyInAnyOrder(
            "null={\"customer\":\"plain\"}", "null={\"customer\":\"secured\"}");
  }

  /** The block of {@code docs/how-to/kafka.md}, at this broker's address and with its file. */
  @Test
  void theSettingsOfThePageOpenTheDoor() throws IOException {
    Matcher block =
        Pattern.compile(
                "^```yaml\\n# secured.yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
            .matcher(Files.readString(KafkaPage.file()));
    assertThat(block.find()).isTrue();
    String stage =
        block
            .group(1)
            .replace("broker.example:9093", secured)
            .replace("certs/brokers.pem", own.pem().toString())
            .replace("${secret:KAFKA_PASSWORD}", PASSWORD);

    assertThat(frames.rows(harness.stage(stage).read()))
        .singleElement()
        .satisfies(row -> assertThat(row.subList(0, 2)).isEqualTo(List.of("a", "30")));
  }

  @Test
  void whoTrustsOthersIsToldSoWithinTheTimeout() {
    String message =
        "The Kafka brokers at '%s' and this client do not agree on TLS: the brokers' certificate is"
            + " of nobody whom the trust store holds; check ssl.truststore.location, and"
            + " ssl.keystore.location if the brokers ask for a certificate.";
    Instant before = Instant.now();

    MillraceException reading = failure(() -> read(broker.address(), trusting(strangers)));
    MillraceException secretly = failure(() -> read(secured, withPassword(strangers, PASSWORD)));
    MillraceException writing =
        failure(() -> write(secured, withPassword(strangers, PASSWORD), "stranger"));

    assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(60));
    assertThat(reading.code()).isEqualTo(StandardError.SOURCE_DENIED);
    assertThat(reading).hasMessage(message.formatted(broker.address()));
    assertThat(secretly).hasMessage(message.formatted(secured));
    assertThat(writing).hasMessage(message.formatted(secured));
    assertThat(List.of(reading, secretly, writing))
        .allSatisfy(
            failure -> assertThat(getStackTrace(failure)).doesNotContain(PASSWORD, "store-secret"));
  }

  @Test
  void aWrongPasswordOfTheUserOrOfTheStoreIsToldAndNotShown() {
    MillraceException user = failure(() -> read(secured, withPassword(own, "battery-staple")));
    Map<String, String> settings = new HashMap<>(trusting(own));
    settings.put("ssl.truststore.password", "battery-staple");
    MillraceException store = failure(() -> read(broker.address(), settings));

    assertThat(user)
        .hasMessage(
            "The Kafka brokers at '%s' do not let the user in; check security.protocol, sasl.mechanism and the credentials in settings."
                .formatted(secured));
    assertThat(store.code()).isEqualTo(StandardError.INVALID_OPTION);
    assertThat(store)
        .hasMessage(
            "Kafka's client for '%s' can't be made: the password of a trust store, a key store or a key is wrong; correct settings."
                .formatted(broker.address()));
    assertThat(getStackTrace(user) + getStackTrace(store)).doesNotContain("battery-staple");
  }

  @Test
  void aTrustStoreThatIsNotThereIsNamed() {
    Map<String, String> settings = new HashMap<>(trusting(own));
    settings.put("ssl.truststore.location", "/nowhere/trust.p12");

    assertThat(failure(() -> read(broker.address(), settings)))
        .hasMessage(
            "Kafka's client for '%s' can't be made: there is no file /nowhere/trust.p12; correct settings."
                .formatted(broker.address()));
  }

  private static MillraceException failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(MillraceException.class, call);
  }
}
