package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.ColumnUse;
import io.millrace.api.Model;
import io.millrace.api.SharingTrainer;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Trainer} keeps to, shown on one stage and its training rows. */
public abstract class TrainerContract<D> {
  @TempDir private Path directory;

  /** For subclasses. */
  protected TrainerContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The stage; each call makes it anew from the same options. */
  protected abstract Trainer<D> stage();

  /** Training rows. */
  protected abstract D train();

  /** What the stage gets around it. */
  protected StageContext<D> context() {
    return TestStageContext.of("stage");
  }

  private FrameAsserts<D> asserts() {
    return new FrameAsserts<>(frames());
  }

  private Model<D> trained() {
    return stage().train(TrainingData.of(train()), context());
  }

  @Test
  void theDeclaredSchemaIsThatOfThePredictions() {
    D train = train();
    Reported reported = new Reported();
    Schema declared = stage().schema(frames().schema(train), reported);

    assertThat(reported.problems()).isEmpty();
    asserts().hasSchema(trained().predict(train), declared);
  }

  @Test
  void aModelIsTheSameAfterSavingAndLoading() {
    D train = train();
    Model<D> model = trained();
    StateDirectory state = new StateDirectory(directory);

    model.save(state);

    Model<D> loaded = stage().load(state);
    asserts().sameRows(loaded.predict(train), model.predict(train));
    assertThat(loaded.classes()).isEqualTo(model.classes());
  }

  @Test
  void predictingNeedsOnlyTheColumnsThatItSaysItReads() {
    D train = train();
    Schema schema = frames().schema(train);
    ColumnUse use = stage().reads(schema);
    stage().label().ifPresent(label -> assertThat(use.names()).doesNotContain(label));
    stage().weight().ifPresent(weight -> assertThat(use.names()).doesNotContain(weight));
    List<String> read =
        schema.names().stream().filter(name -> use.all() || use.names().contains(name)).toList();

    Model<D> model = trained();
    D bare = model.predict(asserts().select(train, read));

    asserts().sameRows(bare, asserts().select(model.predict(train), frames().schema(bare).names()));
  }

  @Test
  void predictionsHaveTheirColumnsAndTypes() {
    Model<D> model = trained();
    D predicted = model.predict(train());
    Schema schema = frames().schema(predicted);
    LogicalType prediction = schema.require(Model.PREDICTION).type();

    if (model.classes().isEmpty()) {
      assertThat(prediction)
          .matches(
              type -> type == Simple.DOUBLE || type == Simple.INT || type instanceof ArrayOf,
              "a number, a cluster, or an array of items");
      if (prediction == Simple.DOUBLE) {
        assertThat(schema.names()).doesNotContain(Model.PROBABILITY);
      }
    } else {
      assertThat(prediction).isEqualTo(schema.require(stage().label().orElseThrow()).type());
      String scores = schema.has(Model.PROBABILITY) ? Model.PROBABILITY : Model.RAW_PREDICTION;
      assertThat(schema.require(scores).type()).isInstanceOf(VectorOf.class);
      assertThat(frames().rows(asserts().select(predicted, List.of(scores))))
          .allSatisfy(row -> assertThat((List<?>) row.get(0)).hasSameSizeAs(model.classes()));
    }
  }

  @Test
  void trainingAgainLearnsTheSame() {
    D train = train();

    asserts().sameRows(trained().predict(train), trained().predict(train));
  }

  @Test
  void trialsThatShareTheirPassesLearnWhatTheyWouldAlone() {
    D train = train();
    List<Trainer<D>> trials = List.of(stage(), stage());

    if (stage() instanceof SharingTrainer<D> sharing) {
      List<Supplier<Model<D>>> models = sharing.trainAll(TrainingData.of(train), trials, context());
      assertThat(models).hasSameSizeAs(trials);
      D expected = trained().predict(train);
      models.forEach(model -> asserts().nearlySameRows(model.get().predict(train), expected));
    }
  }

  @Test
  void itReadsItsRowsAtLeastOnce() {
    assertThat(stage().passes().count()).isPositive();
  }
}
