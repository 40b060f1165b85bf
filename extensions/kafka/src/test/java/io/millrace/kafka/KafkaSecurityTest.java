package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.util.Throwables.getStackTrace;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that ask for a password. */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaSecurityTest {
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"anna\""
          + " password=\"%s\"%s;";
  private static final String RIGHT = "correct-horse";
  private static final String WRONG = "battery-staple";

  @TempDir static Path directory;
  private final SparkTestFrames frames;
  private final StageHarness harness;
  private TestBroker broker;

  KafkaSecurityTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  @BeforeAll
  void start() throws IOException {
    int port = TestBroker.freePort();
    broker =
        TestBroker.with(
            directory,
            port,
            Map.of(
                "listeners",
                "SASL_PLAINTEXT://localhost:" + port,
                "advertised.listeners",
                "SASL_PLAINTEXT://localhost:" + port,
                "security.inter.broker.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism.inter.broker.protocol",
                "PLAIN",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                LOGIN.formatted(RIGHT, " user_anna=\"" + RIGHT + "\"")));
    broker.as(settings(RIGHT));
    broker.topic("orders", 1);
    broker.send("orders", 0, "a", "{\"id\": 1}");
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private static Map<String, String> settings(String password) {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        LOGIN.formatted(password, ""));
  }

  private HarnessedStage stage(String login) {
    return harness.stage(
        """
        use: ingest/kafka
        with:
          bootstrapServers: '%s'
          topics: [orders]
          schema: { id: long }
          timeout: 10
          settings:
            security.protocol: SASL_PLAINTEXT
            kafka.sasl.mechanism: PLAIN
            sasl.jaas.config: '%s'
        """
            .formatted(broker.address(), login));
  }

  private Output topic(Map<String, String> settings) {
    return Output.topic("kafka://" + broker.address(), "orders", Mode.APPEND).with(settings);
  }

  @Test
  void whoHasThePasswordReadsAndWrites() {
    KafkaOutputWriter writer = new KafkaOutputWriter();
    writer.write(
        stage(LOGIN.formatted(RIGHT, "")).read(),
        topic(settings(RIGHT)),
        new io.millrace.api.effect.EffectKey("a", "score", "c"));

    assertThat(frames.rows(stage(LOGIN.formatted(RIGHT, "")).read()))
        .containsExactly(List.of(1L), List.of(1L));
  }

  @Test
  void whoHasNoneIsToldAndNoMessageHoldsThePassword() {
    MillraceException failure =
        catchThrowableOfType(
            MillraceException.class, () -> stage(LOGIN.formatted(WRONG, "")).read());

    assertThat(failure.code()).isEqualTo(StandardError.SOURCE_DENIED);
    assertThat(failure)
        .hasMessage(
            "The Kafka brokers at '%s' do not let the user in; check security.protocol, sasl.mechanism and the credentials in settings."
                .formatted(broker.address()));
    assertThat(getStackTrace(failure)).doesNotContain(WRONG);
    assertThatThrownBy(
            () ->
                new KafkaOutputWriter()
                    .find(
                        topic(settings(WRONG)),
                        new io.millrace.api.effect.EffectKey("a", "score", "c")))
        .hasMessage(failure.getMessage());
  }

  @Test
  void whereTheSecretIsNotPutInNobodyIsAsked() {
    assertThat(
            stage(LOGIN.formatted("${secret:KAFKA_PASSWORD}", ""))
                .ingestor()
                .version(TestPlanContext.bare()))
        .isEmpty();
  }

  @Test
  void aSettingThatKafkaRefusesIsToldWithoutItsValue() {
    assertThatThrownBy(() -> stage("no login " + WRONG).read())
        .hasMessageStartingWith("Kafka's client for '" + broker.address() + "' can't be made: ")
        .hasMessageEndingWith("; correct settings.")
        .hasMessageNotContaining(WRONG);
  }
}
