package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.api.Ingestor;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.spark.SparkEngine;
import io.millrace.testkit.contract.TestPlanContext;
import io.millrace.testkit.spark.HarnessedStage;
import io.millrace.testkit.spark.SparkExtension;
import io.millrace.testkit.spark.SparkTestFrames;
import io.millrace.testkit.spark.StageHarness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ingest/kafka}, once between offsets. */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaIngestTest {
  private static final String POISON = "{\"id\": 4, \"paid\": \"n/a\"}";

  @TempDir static Path directory;
  private final SparkTestFrames frames;
  private final StageHarness harness;
  private TestBroker broker;

  KafkaIngestTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
  }

  @BeforeAll
  void start() throws IOException {
    broker = TestBroker.in(directory);
    broker.topic("orders", 2);
    broker.send("orders", 0, "a", "{\"id\": 1, \"paid\": 1.5, \"new\": true}", null, "{\"id\": 2}");
    broker.send("orders", 1, "b", "{\"paid\": 3.5, \"id\": 3}");
    broker.topic("poisoned", 1);
    broker.send("poisoned", 0, "k", "{\"id\": 1}", "k", POISON, "k", "no json", "k", null, "k", "");
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  private HarnessedStage stage(String options) {
    return harness.stage(
        "use: ingest/kafka\nwith: { bootstrapServers: '%s', timeout: 10, %s }"
            .formatted(broker.address(), options));
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  private MillraceException failure(HarnessedStage stage) {
    try (SparkEngine engine = SparkEngine.on(frames.session())) {
      return catchThrowableOfType(
          MillraceException.class,
          () -> {
            try {
              frames.rows(stage.read());
            } catch (Exception e) { // Spark throws checked exceptions that it does not declare.
              throw engine.explain(e);
            }
          });
    }
  }

  @Test
  void objectsBecomeRowsWithKeyAndPositionWhereAsked() {
    HarnessedStage stage =
        stage(
            "topics: [orders], schema: { id: long, paid: double }, key: who,"
                + " position: [topic, partition, offset]");

    assertThat(stage.problems()).isEmpty();
    assertThat(frames.rows(stage.read()))
        .containsExactlyInAnyOrder(
            row(1L, 1.5, "a", "orders", 0, 0L),
            row(2L, null, null, "orders", 0, 1L),
            row(3L, 3.5, "b", "orders", 1, 0L));
  }

  @Test
  void valuesMayBeTextsAndBytesAndTopicsMatchAPattern() {
    assertThat(frames.rows(stage("pattern: 'ord.*', values: string").read()))
        .containsExactlyInAnyOrder(
            row("{\"id\": 1, \"paid\": 1.5, \"new\": true}"),
            row("{\"id\": 2}"),
            row("{\"paid\": 3.5, \"id\": 3}"));
    assertThat(stage("topics: [orders], values: binary, headers: h").read().schema().simpleString())
        .isEqualTo("struct<value:binary,h:array<struct<key:string,value:binary>>>");
  }

  @Test
  void offsetsAndTimesBoundWhatIsRead() {
    String columns = "topics: [orders], schema: { id: long }, ";

    assertThat(frames.rows(stage(columns + "startingOffsets: '{\"orders\": {\"0\": 1}}'").read()))
        .containsExactlyInAnyOrder(row(2L), row(3L));
    assertThat(
            frames.rows(
                stage(columns + "endingOffsets: '{\"orders\": {\"0\": 1, \"1\": 0}}'").read()))
        .containsExactly(row(1L));
    assertThat(frames.rows(stage(columns + "startingOffsets: '2099-01-01T00:00:00Z'").read()))
        .isEmpty();
    assertThat(frames.rows(stage(columns + "startingOffsets: '2020-01-01T00:00:00Z'").read()))
        .hasSize(3);
  }

  @Test
  void aRunReadsWhatLayThereWhenItWasPlanned() {
    broker.topic("growing", 1);
    broker.send("growing", 0, "a", "{\"id\": 1}");
    String options = "topics: [growing], schema: { id: long }";
    Ingestor<Dataset<Row>> planned = ingestor(options);
    Optional<String> version = planned.version(TestPlanContext.bare());
    broker.send("growing", 0, "a", "{\"id\": 2}");
    Ingestor<Dataset<Row>> resumed = ingestor(options);

    assertThat(version.orElseThrow())
        .matches("\\{\"cluster\":\"[^\"]+\",\"offsets\":\\{\"growing\":\\{\"0\":\\[0,1]}}}");
    assertThat(frames.rows(resumed.read(version, stage(options).context())))
        .containsExactly(row(1L));
    assertThat(resumed.canRead(version.orElseThrow(), TestPlanContext.bare())).isTrue();
    assertThat(resumed.version(TestPlanContext.bare())).isNotEqualTo(version);
    assertThat(
            resumed.canRead(
                version.orElseThrow().replace("[0,1]", "[0,9]"), TestPlanContext.bare()))
        .isFalse();
  }

  private Ingestor<Dataset<Row>> ingestor(String options) {
    return stage(options).ingestor();
  }

  @Test
  void aBadValueIsToldByItsOffset() {
    MillraceException failure =
        failure(stage("topics: [poisoned], schema: { id: long, paid: double }"));

    assertThat(failure.code()).isEqualTo(StandardError.BAD_RECORD);
    assertThat(failure)
        .hasMessage(
            "The value at offset 1 of partition 0 of topic 'poisoned' can't be read: column 'paid'"
                + " holds \"n/a\", which is no double.");
  }

  @Test
  void badValuesAreMissingOrLeftOutOrSetAside() {
    String columns = "topics: [poisoned], schema: { id: long, paid: double }, badRows: ";

    assertThat(frames.rows(stage(columns + "'null'").read()))
        .containsExactly(
            row(1L, null), row(4L, null), row(null, null), row(null, null), row(null, null));
    assertThat(frames.rows(stage(columns + "drop").read())).containsExactly(row(1L, null));
    assertThat(frames.rows(stage(columns + "quarantine").read()))
        .containsExactly(
            row(1L, null, null, null, null),
            row(
                4L,
                null,
                "column 'paid' holds \"n/a\", which is no double",
                POISON,
                "poisoned-0@1"),
            row(null, null, "it is no JSON from character 3 on", "no json", "poisoned-0@2"),
            row(null, null, "it has no value", null, "poisoned-0@3"),
            row(null, null, "it is no JSON object", "", "poisoned-0@4"));
  }

  @Test
  void aTopicThatIsNotThereIsToldWithThoseThatAre() {
    assertThat(failure(stage("topics: [order], schema: { id: long }")))
        .hasMessageStartingWith(
            "There is no topic 'order' at '%s'; correct its name, or create it. Topics are "
                .formatted(broker.address()))
        .hasMessageContaining("orders")
        .extracting(MillraceException::code)
        .isEqualTo(StandardError.MISSING_FILE);
    assertThat(failure(stage("pattern: 'x.*', schema: { id: long }")))
        .hasMessageStartingWith(
            "No topic at '%s' matches the pattern 'x.*'; Topics are ".formatted(broker.address()));
  }

  @Test
  void brokersThatDoNotAnswerAreToldInTime() throws IOException {
    int nobody = TestBroker.freePort();
    long start = System.nanoTime();
    HarnessedStage stage =
        harness.stage(
            """
            use: ingest/kafka
            with: { bootstrapServers: 'localhost:%d', timeout: 2, topics: [orders], schema: { id: long } }
            """
                .formatted(nobody));

    assertThatThrownBy(stage::read)
        .hasMessageMatching(
            ("The Kafka brokers at 'localhost:%d' do not answer within 2 seconds \\(.+\\); see"
                    + " whether they run, and whether the address and security.protocol are right\\.")
                .formatted(nobody));
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
    assertThatThrownBy(
            () ->
                harness
                    .stage(
                        """
                        use: ingest/kafka
                        with: { bootstrapServers: 'no.such.host.invalid:9092', timeout: 2, topics: [orders], schema: { id: long } }
                        """)
                    .read())
        .hasMessageStartingWith(
            "The Kafka brokers at 'no.such.host.invalid:9092' do not answer within 2 seconds (the"
                + " address is of no known host); see");
  }

  @Test
  void mistakesAreToldBeforeAnybodyIsAsked() {
    assertThat(stage("schema: { id: long }").problems()).hasSize(1);
    assertThat(problem("topics: [a], endingOffsets: earliest"))
        .endsWith("endingOffsets: nothing lies before earliest");
    assertThat(problem("topics: [a], startingOffsets: yesterday"))
        .endsWith(
            "startingOffsets: 'yesterday' is none of earliest, latest, a time as"
                + " 2026-11-20T00:00:00Z, and offsets as {\"orders\": {\"0\": 23}}");
    assertThat(problem("topics: [a], startingOffsets: '{\"a\": 1.5}'"))
        .contains("startingOffsets: '{\"a\": 1.5}' lists no offsets; write them as");
    assertThat(problem("pattern: '['")).contains("pattern: '[' is no regular expression: ");
    assertThat(problem("topics: [a], schema: { kafka_topic: string }, position: [topic]"))
        .endsWith("schema, key, headers, position: two columns would be named 'kafka_topic'");
    assertThat(problem("topics: [a], values: string, schema: { id: long }"))
        .endsWith("schema: only JSON values have one");
    assertThat(failure(stage("topics: [orders], schema: { id: long }, startingOffsets: latest")))
        .hasMessage("startingOffsets: nothing lies behind latest; only a stream can begin there.");
    assertThat(
            failure(
                stage(
                    "topics: [orders], schema: { id: long }, endingOffsets: '{\"orders\": {\"0\":"
                        + " 99}}'")))
        .hasMessage(
            "endingOffsets: partition 0 of topic 'orders' has no offset 99 yet; its records end at"
                + " 2.");
  }

  private String problem(String options) {
    List<String> problems = stage(options).problems();
    assertThat(problems).hasSize(1);
    return problems.get(0).replaceFirst(" \\(stage 'stage'\\)$", "");
  }
}
