package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.Refiner;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Refiner} keeps to, shown on one stage, a model, and rows to be predicted. */
public abstract class RefinerContract<D> {
  @TempDir private Path directory;

  /** For subclasses. */
  protected RefinerContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The stage; each call makes it anew from the same options. */
  protected abstract Refiner<D> stage();

  /** A model that it can refine. */
  protected abstract Model<D> model();

  /** Labelled rows that the model predicts. */
  protected abstract D rows();

  /** The label's name. */
  protected abstract String label();

  /** What the stage gets around it. */
  protected StageContext<D> context() {
    return TestStageContext.of("stage");
  }

  private FrameAsserts<D> asserts() {
    return new FrameAsserts<>(frames());
  }

  private Model<D> refined() {
    Model<D> model = model();
    Predictions<D> unseen =
        new Predictions<>(model.predict(rows()), label(), null, model.classes());
    return stage().refine(model, List.of(unseen), context());
  }

  @Test
  void theRefinedModelPredictsTheSameColumns() {
    assertThat(frames().schema(refined().predict(rows())))
        .isEqualTo(frames().schema(model().predict(rows())));
    assertThat(refined().classes()).isEqualTo(model().classes());
  }

  @Test
  void itIsTheSameAfterSavingAndLoading() {
    Model<D> refined = refined();
    StateDirectory state = new StateDirectory(directory);

    refined.save(state);

    Model<D> loaded = stage().load(model(), state);
    asserts().sameRows(loaded.predict(rows()), refined.predict(rows()));
    assertThat(loaded.classes()).isEqualTo(refined.classes());
  }

  @Test
  void refiningAgainFindsTheSame() {
    asserts().sameRows(refined().predict(rows()), refined().predict(rows()));
  }

  @Test
  void foldsCountAsOneSetOfRows() {
    Model<D> model = model();
    Predictions<D> unseen =
        new Predictions<>(model.predict(rows()), label(), null, model.classes());

    Model<D> twice = stage().refine(model, List.of(unseen, unseen), context());

    asserts().sameRows(twice.predict(rows()), refined().predict(rows()));
  }

  @Test
  void predictingNeedsNoLabel() {
    D rows = rows();
    List<String> others =
        frames().schema(rows).names().stream().filter(name -> !name.equals(label())).toList();
    D bare = refined().predict(asserts().select(rows, others));

    asserts()
        .sameRows(bare, asserts().select(refined().predict(rows), frames().schema(bare).names()));
  }

  @Test
  void itReportsPredictionsThatDoNotFitAndNoOthers() {
    Schema fitting = frames().schema(model().predict(rows()));
    Reported quiet = new Reported();
    stage().check(fitting, quiet);
    stage().check(Schema.unknown(), quiet);
    assertThat(quiet.problems()).isEmpty();

    Reported reported = new Reported();
    stage().check(fitting.without(Set.of(Model.PREDICTION, Model.PROBABILITY)), reported);
    assertThat(reported.problems()).isNotEmpty();
  }

  @Test
  void thereAreAtLeastTwoFolds() {
    assertThat(stage().folds()).isGreaterThanOrEqualTo(2);
  }
}
