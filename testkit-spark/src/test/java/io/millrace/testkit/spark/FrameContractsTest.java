package io.millrace.testkit.spark;

import io.millrace.api.Combiner;
import io.millrace.api.Ingestor;
import io.millrace.api.Part;
import io.millrace.api.Splitter;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.spark.api.record.BadRows;
import io.millrace.stages.combine.AsOfJoinFactory;
import io.millrace.stages.combine.JoinFactory;
import io.millrace.stages.combine.UnionFactory;
import io.millrace.stages.ingest.FollowedFiles;
import io.millrace.stages.ingest.JsonFactory;
import io.millrace.stages.ingest.OnDrift;
import io.millrace.stages.ingest.generate.GenerateFactory;
import io.millrace.stages.split.GivenSplitFactory;
import io.millrace.stages.split.KFoldFactory;
import io.millrace.stages.split.RandomSplitFactory;
import io.millrace.stages.split.RollingOriginFactory;
import io.millrace.stages.split.RollingOriginFactory.Window;
import io.millrace.stages.split.StratifiedSplitFactory;
import io.millrace.stages.split.TimeSplitFactory;
import io.millrace.testkit.contract.CombinerContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.IngestorContract;
import io.millrace.testkit.contract.SplitterContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of ingestors, combiners and splitters, kept by the built-in stages. */
@ExtendWith(SparkExtension.class)
final class FrameContractsTest {
  private static final String KEY = "k.`1` ü";
  private static final String LABEL = "the.`label`";
  private static final Schema LEFT =
      Schema.of(Column.nullable(KEY, Simple.LONG), Column.nullable("x", Simple.STRING));
  private static final Schema RIGHT =
      Schema.of(Column.nullable(KEY, Simple.LONG), Column.nullable("y \"z\"", Simple.DOUBLE));

  private final SparkTestFrames frames;

  FrameContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private Dataset<Row> numbered(int from, int to) {
    return frames.frame(
        LEFT,
        LongStream.range(from, to).mapToObj(id -> Arrays.<Object>asList(id, "x" + id)).toList());
  }

  private static <D> Map<String, D> inputs(String first, D left, String second, D right) {
    Map<String, D> inputs = new LinkedHashMap<>();
    inputs.put(first, left);
    inputs.put(second, right);
    return inputs;
  }

  private abstract class OfIngestor extends IngestorContract<Dataset<Row>> {
    @TempDir Path directory;

    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }
  }

  @Nested
  final class Csv extends OfIngestor {
    @BeforeEach
    void write() throws IOException {
      Files.writeString(directory.resolve("a.csv"), "k.`1` ü,day\n1,2026-11-20\n,\n");
      Files.writeString(directory.resolve("b.csv"), "k.`1` ü,day\nthree,2026-11-21\n4\n");
    }

    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return CsvFiles.at(directory)
          .types(Map.of(KEY, Simple.INT, "day", Simple.DATE))
          .bad(BadRows.QUARANTINE)
          .stage();
    }
  }

  @Nested
  final class InferredCsv extends OfIngestor {
    @BeforeEach
    void write() throws IOException {
      Files.writeString(
          directory.resolve("a.csv"), "k.`1` ü,day,n,b,t\n1,2026-11-20,0.5,true,x\n,,,,\n");
    }

    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return CsvFiles.at(directory).inferred().stage();
    }
  }

  @Nested
  final class Parquet extends OfIngestor {
    @BeforeEach
    void write() {
      numbered(0, 3).write().mode("overwrite").parquet(directory.toString());
    }

    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return FooterFiles.at("parquet", directory).stage();
    }
  }

  @Nested
  final class Orc extends OfIngestor {
    @BeforeEach
    void write() {
      numbered(0, 3).write().mode("overwrite").orc(directory.toString());
    }

    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return FooterFiles.at("orc", directory).stage();
    }
  }

  @Nested
  final class Avro extends OfIngestor {
    @BeforeEach
    void write() {
      numbered(0, 3).toDF("k", "x").write().mode("overwrite").format("avro").save(directory + "");
    }

    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return FooterFiles.at("avro", directory).on(OnDrift.RESCUE).stage();
    }
  }

  @Nested
  final class Json extends OfIngestor {
    @BeforeEach
    void write() throws IOException {
      Files.writeString(directory.resolve("a.json"), "{\"k.`1` ü\": 1}\n{}\n");
      Files.writeString(directory.resolve("b.json"), "{\"k.`1` ü\": 2.5, \"more\": true}\n");
    }

    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return SparkStages.ingestor(
          new JsonFactory()
              .create(
                  new JsonFactory.Options(
                      directory.toString(),
                      Map.of(KEY, Simple.INT),
                      false,
                      null,
                      OnDrift.RESCUE,
                      BadRows.QUARANTINE,
                      new FollowedFiles(1000))));
    }
  }

  @Nested
  final class Generate extends OfIngestor {
    @Override
    protected Ingestor<Dataset<Row>> stage() {
      return SparkStages.ingestor(
          new GenerateFactory()
              .create(new GenerateFactory.Options(GenerateFactory.Kind.CHURN, 20, 7, true)));
    }
  }

  private abstract class OfCombiner extends CombinerContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      Dataset<Row> right =
          frames.frame(
              RIGHT,
              List.of(
                  Arrays.asList(1L, 0.5),
                  Arrays.asList(1L, null),
                  Arrays.asList(7L, 1.5),
                  Arrays.asList(null, 2.5)));
      return FrameContractsTest.inputs("left", numbered(0, 4), "right", right);
    }
  }

  @Nested
  final class Join extends OfCombiner {
    @Override
    protected Combiner<Dataset<Row>> stage() {
      return SparkStages.combiner(
          new JoinFactory()
              .create(
                  new JoinFactory.Options(
                      List.of(KEY),
                      JoinFactory.Type.FULL,
                      JoinFactory.Broadcast.AUTO,
                      null,
                      JoinFactory.Skew.ADAPTIVE)));
    }
  }

  @Nested
  final class AsOfJoin extends OfCombiner {
    @Override
    protected Combiner<Dataset<Row>> stage() {
      return SparkStages.combiner(
          new AsOfJoinFactory()
              .create(
                  new AsOfJoinFactory.Options(
                      List.of("x"),
                      KEY,
                      null,
                      List.of(),
                      AsOfJoinFactory.Type.LEFT,
                      true,
                      "3",
                      null,
                      "found",
                      null)));
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      Schema right = LEFT.with(Column.nullable("y \"z\"", Simple.DOUBLE));
      return FrameContractsTest.inputs(
          "left",
          numbered(0, 4),
          "right",
          frames.frame(
              right,
              List.of(
                  Arrays.asList(1L, "x2", 0.5),
                  Arrays.asList(1L, "x2", 1.5),
                  Arrays.asList(3L, "x3", null),
                  Arrays.asList(null, "x1", 2.5))));
    }
  }

  @Nested
  final class Union extends OfCombiner {
    @Override
    protected Combiner<Dataset<Row>> stage() {
      return SparkStages.combiner(new UnionFactory().create(new UnionFactory.Options(true)));
    }
  }

  private abstract class OfSplitter extends SplitterContract<Dataset<Row>> {
    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      return Map.of("input", numbered(0, 100));
    }
  }

  @Nested
  final class Random extends OfSplitter {
    @Override
    protected Splitter<Dataset<Row>> stage() {
      return SparkStages.splitter(
          new RandomSplitFactory()
              .create(new RandomSplitFactory.Options(0.6, 0.2, 0.2, List.of(KEY))));
    }
  }

  @Nested
  final class Given extends OfSplitter {
    @Override
    protected Splitter<Dataset<Row>> stage() {
      return SparkStages.splitter(
          new GivenSplitFactory()
              .create(new GivenSplitFactory.Options(List.of(Part.TRAIN, Part.TEST))));
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      return FrameContractsTest.inputs("train", numbered(0, 50), "test", numbered(50, 60));
    }
  }

  @Nested
  final class KFold extends OfSplitter {
    @Override
    protected Splitter<Dataset<Row>> stage() {
      return SparkStages.splitter(
          new KFoldFactory().create(new KFoldFactory.Options(3, List.of(), null)));
    }
  }

  private abstract class OfStratified extends OfSplitter {
    @Override
    protected Map<String, Dataset<Row>> inputs() {
      Schema schema = LEFT.with(Column.nullable(LABEL, Simple.STRING));
      List<List<Object>> rows =
          LongStream.range(0, 100)
              .mapToObj(id -> Arrays.<Object>asList(id, "x", id % 7 == 0 ? null : "c" + id % 3))
              .toList();
      return Map.of("input", frames.frame(schema, rows));
    }
  }

  @Nested
  final class StratifiedKFold extends OfStratified {
    @Override
    protected Splitter<Dataset<Row>> stage() {
      return SparkStages.splitter(
          new KFoldFactory().create(new KFoldFactory.Options(3, List.of(), LABEL)));
    }
  }

  @Nested
  final class Stratified extends OfStratified {
    @Override
    protected Splitter<Dataset<Row>> stage() {
      return SparkStages.splitter(
          new StratifiedSplitFactory()
              .create(new StratifiedSplitFactory.Options(LABEL, 0.6, 0.2, 0.2)));
    }
  }

  @Nested
  final class Time extends OfSplitter {
    @Override
    protected Splitter<Dataset<Row>> stage() {
      return SparkStages.splitter(
          new TimeSplitFactory()
              .create(new TimeSplitFactory.Options(KEY, 0.6, 0.2, 0.2, null, null)));
    }
  }

  @Nested
  final class RollingOrigin extends OfSplitter {
    @Override
    protected Splitter<Dataset<Row>> stage() {
      return SparkStages.splitter(
          new RollingOriginFactory()
              .create(new RollingOriginFactory.Options(KEY, 3, 0.5, Window.EXPANDING, 0)));
    }

    @Override
    protected boolean holdsOutEveryRow() {
      return false;
    }
  }
}
