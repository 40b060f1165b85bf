package io.millrace.testkit.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.Model;
import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Predictions;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
final class StageHarnessTest {
  private static final Schema PEOPLE =
      Schema.of(Column.nullable("name", Simple.STRING), Column.nullable("age", Simple.DOUBLE));

  private final SparkTestFrames frames;
  private final StageHarness harness;
  private final Dataset<Row> people;

  StageHarnessTest(SparkTestFrames frames, StageHarness harness) {
    this.frames = frames;
    this.harness = harness;
    this.people =
        frames.frame(
            PEOPLE, List.of(List.of("Al", 20.0), List.of("Bo", 40.0), Arrays.asList("Cy", null)));
  }

  @Test
  void aTransformerIsFittedSavedLoadedAndApplied() {
    HarnessedStage stage =
        harness.stage(
            """
            use: transform/impute
            with: { columns: [age], strategy: mean }
            """);

    assertThat(stage.problems(PEOPLE)).isEmpty();
    Dataset<Row> filled = stage.fit(people).apply(people);
    assertThat(frames.column(filled, "age")).containsExactly(20.0, 40.0, 30.0);
    assertThat(frames.schema(filled).names()).isEqualTo(stage.schema(PEOPLE).names());
  }

  @Test
  void problemsAreThoseOfAPipelineFile() {
    HarnessedStage stage =
        harness.stage(
            """
            use: transform/impute
            with:
              columns: [agee]
              strategy: mean
            """);

    assertThat(stage.problems()).isEmpty();
    assertThat(stage.problems(PEOPLE))
        .containsExactly(
            "stage.yaml:3:13: [UNKNOWN_COLUMN] there is no column 'agee' in what 'input' yields;"
                + " did you mean 'age'?");
  }

  @Test
  void aStageThatIsNotMadeIsNotRun() {
    assertThatThrownBy(() -> harness.stage("{ use: combine/union, with: { fil: 1 } }").read())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the stage has problems: [stage.yaml:1:31: [UNKNOWN_KEY] there is no option 'fil' of"
                + " stage 'stage'; options are fillMissing]");
    assertThatThrownBy(() -> harness.stage("{ use: combine/union }").read())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the stage is no Ingestor: io.millrace.stages.combine.UnionCombiner");
  }

  @Test
  void sinksWriteToStoresInMemory() {
    HarnessedStage stage =
        harness.stage(
            """
            use: sink/publish-features
            with: { table: people, keys: [name] }
            """);

    assertThat(frames.rows(stage.write(people))).isEqualTo(frames.rows(people));
    assertThat(stage.context().facts()).containsEntry("table", "people version 0");
    assertThat(harness.features().tables()).containsExactly("people");
    assertThat(
            frames.rows(harness.stage("{ use: ingest/features, with: { table: people } }").read()))
        .isEqualTo(frames.rows(people));
  }

  @Test
  void framesAreReadCombinedAndSplit() {
    Dataset<Row> rows =
        harness.stage("{ use: ingest/generate, with: { dataset: churn, rows: 40 } }").read();
    Dataset<Row> twice =
        harness.stage("{ use: combine/union }").combine(Map.of("a", rows, "b", rows));
    Parts<Dataset<Row>> parts =
        harness
            .stage("{ use: split/random, with: { train: 0.5, test: 0.5 } }")
            .split(Map.of("input", twice))
            .get(0);

    assertThat(parts.train().count() + parts.require(Part.TEST).count()).isEqualTo(80);
  }

  @Test
  void modelsAreTrainedAndMeasured() {
    Dataset<Row> rows =
        frames.frame(
            Schema.of(
                Column.required("y", Simple.DOUBLE), Column.required("features", new VectorOf(1))),
            List.of(
                List.of(0.0, List.of(-1.0)),
                List.of(0.0, List.of(-2.0)),
                List.of(1.0, List.of(1.0)),
                List.of(1.0, List.of(2.0))));
    Model<Dataset<Row>> model =
        harness
            .stage("{ use: train/logistic-regression, with: { label: y, regParam: 0.1 } }")
            .train(TrainingData.of(rows));

    assertThat(
            harness
                .stage("{ use: evaluate/binary }")
                .evaluate(new Predictions<>(model.predict(rows), "y", null, model.classes()))
                .metrics())
        .containsEntry("auc", 1.0);
  }
}
