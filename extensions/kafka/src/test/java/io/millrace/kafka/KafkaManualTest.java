package io.millrace.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kafka from the command line, by the plugin's jar: what {@code docs/how-to/kafka.md} shows, and
 * streams that are killed or whose brokers go away.
 */
@Tag("full")
@ExtendWith(SparkExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KafkaManualTest {
  private static final String ADDRESS = "broker.example:9092";
  private static final Pattern FENCE =
      Pattern.compile("^```(sh|yaml)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private static final String SCHEMA =
      "schema: {customer: string, age: string, plan: string, monthly: string, calls: string}";

  @TempDir static Path directory;
  private final SparkSession session;
  private TestBroker broker;
  private Path site;

  KafkaManualTest(SparkSession session) {
    this.session = session;
  }

  @BeforeAll
  void start() throws IOException, InterruptedException {
    broker = TestBroker.in(directory);
    site = MillraceProcess.site(directory);
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  /** Keys and values of customers with these numbers. */
  private static String[] customers(int from, int to) {
    return IntStream.range(from, to)
        .boxed()
        .flatMap(
            i ->
                java.util.stream.Stream.of(
                    "K" + i,
                    "{\"customer\": \"K%d\", \"age\": \"%d\", \"plan\": \"basic\", \"monthly\": \"20.5\", \"calls\": \"1\"}"
                        .formatted(i, 20 + i % 50)))
        .toArray(String[]::new);
  }

  private MillraceProcess started(String command) throws IOException {
    return MillraceProcess.start(site, command.replace(ADDRESS, broker.address()));
  }

  private String done(String command) throws IOException, InterruptedException {
    MillraceProcess process = started(command);
    assertThat(process.end()).as("%s\n%s", command, process.output()).isZero();
    return process.output();
  }

  /** Customers in a Delta table, each as often as it lies there. */
  private List<String> scored(String table) {
    return session
        .read()
        .format("delta")
        .load(site.resolve(table).toString())
        .select("customer")
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "K" + i).toList();
  }

  @Test
  void everyCommandOfThePageWorks() throws IOException, InterruptedException {
    broker.topic("customers", 2);
    broker.topic("scores", 1);
    broker.topic("refused", 1);
    broker.send("customers", 0, customers(0, 20));
    broker.send("customers", 1, customers(20, 30));
    String page = Files.readString(KafkaPage.file());
    List<String> outputs = new ArrayList<>();
    Matcher fence = FENCE.matcher(page);
    while (fence.find()) {
      Matcher name = Pattern.compile("# (\\S+\\.yaml)\\n").matcher(fence.group(2));
      if (fence.group(1).equals("sh")) {
        outputs.add(done(fence.group(2).strip()));
      } else if (name.lookingAt()) {
        Files.writeString(
            site.resolve(name.group(1)), fence.group(2).replace(ADDRESS, broker.address()));
      }
    }

    assertThat(outputs).hasSize(6);
    assertThat(outputs.get(0)).contains("ingest/kafka").contains("bootstrapServers");
    assertThat(outputs.get(1)).contains("30 rows in scores.parquet");
    assertThat(outputs.get(2)).contains("30 rows in positions.parquet");
    assertThat(outputs.get(3)).contains(" rows in scores of kafka://" + broker.address());
    long customers = Files.readAllLines(site.resolve("data/customers.csv")).size() - 1;
    assertThat(broker.records("scores"))
        .hasSize((int) (2 * customers))
        .allMatch(record -> record.matches("C\\d+=\\{\"customer\":\"C\\d+\",.*\"prediction\":.*"));
    assertThat(scored("lake/scores")).containsExactlyInAnyOrderElementsOf(names(0, 30));
    assertThat(broker.records("refused")).isEmpty();
    assertThat(done("millrace score leavers@champion --input data/customers.csv --to target.yaml"))
        .contains("did it before; nothing was done");
    assertThat(broker.records("scores")).hasSize((int) (2 * customers));
  }

  /** Batches of ten, killed behind the first of them and once more later. */
  @Test
  void aStreamThatIsKilledWritesEachRecordOnceAndSetsPoisonAside()
      throws IOException, InterruptedException {
    broker.topic("killed", 1);
    broker.topic("poison", 1);
    broker.send("killed", 0, customers(0, 60));
    broker.send("killed", 0, "bad", "no json", "K60", "{\"customer\": \"K60\"");
    broker.send("killed", 0, customers(60, 100));
    String source =
        "{use: ingest/kafka, with: {bootstrapServers: \"%s\", topics: [killed], %s, maxOffsetsPerTrigger: 10}}"
            .formatted(ADDRESS, SCHEMA);
    String stream =
        "millrace stream leavers@champion --from '%s' --to lake/killed --checkpoint checkpoints/killed --dead-letter kafka://%s/poison"
            .formatted(source, ADDRESS);
    for (int commits = 1; commits <= 3; commits += 2) {
      int before = commits;
      MillraceProcess killed = started(stream);
      killed.await(
          () -> Files.exists(site.resolve("lake/killed/_delta_log/%020d.json".formatted(before))));
      killed.kill();
    }

    done(stream + " --trigger available-now");

    assertThat(scored("lake/killed")).containsExactlyInAnyOrderElementsOf(names(0, 100));
    assertThat(broker.records("poison").stream().distinct())
        .hasSize(2)
        .allSatisfy(record -> assertThat(record).contains("it is no JSON").contains("killed-0@6"));
  }

  @Test
  void aStreamOutlastsBrokersThatGoAndComeBack() throws IOException, InterruptedException {
    broker.topic("patient", 1);
    broker.topic("onward", 1);
    broker.send("patient", 0, customers(0, 10));
    MillraceProcess stream =
        started(
            "millrace stream leavers@champion --from '{use: ingest/kafka, with: {bootstrapServers: \"%s\", topics: [patient], %s}}' --to kafka://%s/onward --keys customer --checkpoint checkpoints/patient"
                .formatted(ADDRESS, SCHEMA, ADDRESS));
    stream.await(() -> broker.records("onward").size() >= 10);
    broker.down();
    broker.up();
    broker.send("patient", 0, customers(10, 20));
    stream.await(() -> broker.records("onward").size() >= 20);
    stream.terminate();

    assertThat(stream.end()).as(stream.output()).isEqualTo(130);
    assertThat(stream.output()).contains("at least once");
    assertThat(broker.records("onward").stream().map(r -> r.replaceFirst("=.*", "")).distinct())
        .containsExactlyInAnyOrderElementsOf(names(0, 20));
  }

  @Test
  void withoutThePluginItIsSaidWhatIsMissing() throws IOException, InterruptedException {
    Path plugin = directory.resolve("home/plugins/millrace-kafka.jar");
    Path aside = Files.move(plugin, directory.resolve("aside.jar"));
    try {
      MillraceProcess process =
          started(
              "millrace score leavers --input data/customers.csv --to kafka://%s/scores --append"
                  .formatted(ADDRESS));
      assertThat(process.end()).isEqualTo(2);
      assertThat(process.output()).contains("for kafka: millrace-kafka.jar");
    } finally {
      Files.move(aside, plugin);
    }
  }
}
