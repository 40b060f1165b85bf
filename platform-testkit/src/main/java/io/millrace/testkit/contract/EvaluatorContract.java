package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Evaluation;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.schema.Schema;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Evaluator} keeps to, shown on one stage and predictions that fit it. */
public abstract class EvaluatorContract<D> {
  private static final double SAME = 1e-9;

  /** For subclasses. */
  protected EvaluatorContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The stage. */
  protected abstract Evaluator<D> stage();

  /** Predictions on a few rows. */
  protected abstract Predictions<D> predictions();

  /** The metrics of {@link #predictions}, from an independent source. */
  protected abstract Map<String, Double> expected();

  /** What the stage gets around it. */
  protected TestStageContext<D> context() {
    return TestStageContext.of("stage");
  }

  @Test
  void itGivesTheMetricsThatItDeclares() {
    Evaluation evaluation = stage().evaluate(predictions(), context());

    assertThat(stage().metrics()).isNotEmpty();
    assertThat(evaluation.metrics().keySet())
        .containsExactlyInAnyOrderElementsOf(
            stage().metrics().stream().map(MetricSpec::name).toList());
    assertThat(stage().metrics())
        .allSatisfy(
            metric ->
                assertThat(evaluation.metrics().get(metric.name()))
                    .isBetween(metric.min(), metric.max()));
  }

  @Test
  void itsMetricsAreThoseOfAnIndependentSource() {
    Evaluation evaluation = stage().evaluate(predictions(), context());

    assertThat(evaluation.metrics()).containsKeys(expected().keySet().toArray(String[]::new));
    expected()
        .forEach(
            (name, value) ->
                assertThat(evaluation.metrics().get(name)).as(name).isCloseTo(value, within(SAME)));
  }

  @Test
  void theRowsItSpeaksOfAreThoseItJudged() {
    TestStageContext<D> context = context();
    stage().evaluate(predictions(), context);

    assertThat(context.rows()).hasValue(frames().rows(predictions().frame()).size());
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    Predictions<D> given = predictions();
    D turned = new FrameAsserts<>(frames()).turned(given.frame());
    Predictions<D> other =
        new Predictions<>(turned, given.labelOrNull(), given.weightOrNull(), given.classes());

    Map<String, Double> first = stage().evaluate(given, context()).metrics();
    stage()
        .evaluate(other, context())
        .metrics()
        .forEach((name, value) -> assertThat(value).isCloseTo(first.get(name), within(SAME)));
  }

  @Test
  void itReportsPredictionsThatDoNotFitAndNoOthers() {
    Schema fitting = frames().schema(predictions().frame());
    Reported quiet = new Reported();
    stage().check(fitting, quiet);
    stage().check(Schema.unknown(), quiet);
    assertThat(quiet.problems()).isEmpty();

    Reported reported = new Reported();
    stage().check(fitting.without(Set.of(Model.PREDICTION, Model.PROBABILITY)), reported);
    assertThat(reported.problems()).isNotEmpty();
  }
}
