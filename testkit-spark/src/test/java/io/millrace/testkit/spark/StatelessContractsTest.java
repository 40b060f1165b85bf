package io.millrace.testkit.spark;

import io.millrace.api.QuarantineColumns;
import io.millrace.api.Sink;
import io.millrace.api.Stage;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.stages.BuiltIn;
import io.millrace.stages.sink.ExpectFactory;
import io.millrace.stages.sink.Expectation;
import io.millrace.stages.sink.QuarantineFactory;
import io.millrace.stages.transform.CastFactory;
import io.millrace.stages.transform.CleanTextOptions;
import io.millrace.stages.transform.CleanTextOptions.Letters;
import io.millrace.stages.transform.DatePartsOptions;
import io.millrace.stages.transform.FillOptions;
import io.millrace.stages.transform.FilterFactory;
import io.millrace.stages.transform.SelectFactory;
import io.millrace.stages.transform.SqlFactory;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.SinkContract;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.contract.TransformerContract;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The contracts of transformers that learn nothing, and of {@code sink/quarantine}. */
@ExtendWith(SparkExtension.class)
final class StatelessContractsTest {
  private static final String ODD = "a.b `q` \"ü\"";
  private static final Schema SCHEMA =
      Schema.of(
          Column.nullable(ODD, Simple.STRING),
          Column.nullable("n", Simple.INT),
          Column.nullable("other", Simple.BOOLEAN));

  private final SparkTestFrames frames;

  StatelessContractsTest(SparkTestFrames frames) {
    this.frames = frames;
  }

  private Dataset<Row> rows() {
    return frames.frame(
        SCHEMA,
        List.of(
            Arrays.asList("1", 1, true),
            Arrays.asList("two", 2, null),
            Arrays.asList(null, null, false),
            Arrays.asList("2.5", 4, true)));
  }

  private abstract class OfTransformer extends TransformerContract<Dataset<Row>> {
    abstract Stage<Dataset<Row>> made();

    @Override
    protected Transformer<Dataset<Row>> stage() {
      return SparkStages.transformer(made());
    }

    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Dataset<Row> train() {
      return rows();
    }
  }

  @Nested
  final class Select extends OfTransformer {
    @Override
    Stage<Dataset<Row>> made() {
      return new SelectFactory()
          .create(new SelectFactory.Options(List.of("n", ODD), null, Map.of("n", "n.`new`")));
    }
  }

  @Nested
  final class Drop extends OfTransformer {
    @Override
    Stage<Dataset<Row>> made() {
      return new SelectFactory().create(new SelectFactory.Options(null, List.of(ODD), null));
    }
  }

  @Nested
  final class Cast extends OfTransformer {
    @Override
    Stage<Dataset<Row>> made() {
      return new CastFactory()
          .create(
              new CastFactory.Options(
                  Map.of(ODD, Simple.DOUBLE, "n", Simple.STRING), CastFactory.OnError.NULL));
    }
  }

  @Nested
  final class Filter extends OfTransformer {
    @Override
    Stage<Dataset<Row>> made() {
      return new FilterFactory().create(new FilterFactory.Options("n > 1"));
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }

  @Nested
  final class Sql extends OfTransformer {
    @Override
    Stage<Dataset<Row>> made() {
      return new SqlFactory()
          .create(
              new SqlFactory.Options(
                  "SELECT sum(n) AS `n.sum`, other FROM input GROUP BY other",
                  new TreeMap<>(Map.of("n.sum", Simple.LONG, "other", Simple.BOOLEAN))));
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }

  @Nested
  final class Fill extends OfTransformer {
    @Override
    Stage<Dataset<Row>> made() {
      return BuiltIn.stage(FillOptions.class)
          .create(new FillOptions(Map.of(ODD, "none", "n", "0", "other", "false")));
    }
  }

  @Nested
  final class CleanText extends OfTransformer {
    @Override
    Stage<Dataset<Row>> made() {
      return BuiltIn.stage(CleanTextOptions.class)
          .create(
              new CleanTextOptions(
                  List.of(ODD),
                  null,
                  true,
                  Letters.UPPER,
                  Map.of("W", "$0"),
                  ".",
                  true,
                  true,
                  true));
    }
  }

  @Nested
  final class DateParts extends OfTransformer {
    @Override
    Stage<Dataset<Row>> made() {
      return BuiltIn.stage(DatePartsOptions.class)
          .create(
              new DatePartsOptions(
                  List.of(ODD), List.of(DatePartsOptions.Part.DAY, DatePartsOptions.Part.WEEKEND)));
    }

    @Override
    protected Dataset<Row> train() {
      return frames.frame(
          Schema.of(Column.nullable(ODD, Simple.DATE)),
          List.of(Arrays.asList(LocalDate.parse("2026-11-20")), Arrays.asList((Object) null)));
    }
  }

  @Nested
  final class Quarantine extends SinkContract<Dataset<Row>> {
    @TempDir Path directory;

    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Sink<Dataset<Row>> stage() {
      return SparkStages.sink(
          new QuarantineFactory()
              .create(
                  new QuarantineFactory.Options(
                      directory.resolve("bad").toString(), QuarantineFactory.Format.PARQUET)));
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      return Map.of(
          "input",
          frames.frame(
              QuarantineColumns.addedTo(SCHEMA),
              List.of(
                  Arrays.asList("1", 1, true, null, null, null),
                  Arrays.asList("2", null, null, "column 'n' holds 'x'", "2,x,", "file:/a"))));
    }

    @Override
    protected StageContext<Dataset<Row>> context(EffectKey effect) {
      return TestStageContext.<Dataset<Row>>builder("bad").effect(effect).build();
    }
  }

  @Nested
  final class Expect extends SinkContract<Dataset<Row>> {
    @TempDir Path directory;

    @Override
    protected Frames<Dataset<Row>> frames() {
      return frames;
    }

    @Override
    protected Sink<Dataset<Row>> stage() {
      Expectation unique =
          new Expectation(
              Expectation.Check.UNIQUE,
              List.of("id"),
              null,
              null,
              null,
              null,
              List.of(),
              null,
              null,
              List.of(),
              null,
              1,
              Expectation.OnFail.QUARANTINE,
              null);
      return SparkStages.sink(
          new ExpectFactory()
              .create(
                  new ExpectFactory.Options(
                      List.of(unique),
                      directory.resolve("bad").toString(),
                      QuarantineFactory.Format.PARQUET)));
    }

    @Override
    protected Map<String, Dataset<Row>> inputs() {
      Schema schema = Schema.of(Column.nullable("id", Simple.INT));
      return Map.of(
          "input",
          frames.frame(schema, List.of(List.of(1), List.of(1), Arrays.asList((Object) null))));
    }

    @Override
    protected StageContext<Dataset<Row>> context(EffectKey effect) {
      return TestStageContext.<Dataset<Row>>builder("expect").effect(effect).build();
    }
  }
}
