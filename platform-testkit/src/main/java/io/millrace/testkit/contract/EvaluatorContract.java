package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.api.Evaluation;
import io.millrace.api.EvaluationTable;
import io.millrace.api.Evaluator;
import io.millrace.api.MetricName;
import io.millrace.api.MetricSpec;
import io.millrace.api.Model;
import io.millrace.api.Predictions;
import io.millrace.api.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Evaluator} keeps to, shown on one stage and predictions that fit it. */
public abstract class EvaluatorContract<D> {
  private static final double SAME = 1e-9;
  private static final int MOST_POINTS = 500;

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
    Map<String, Double> found = stage().evaluate(predictions(), context()).metrics();

    assertThat(stage().metrics()).isNotEmpty();
    assertThat(found.keySet().stream().map(EvaluatorContract::name).filter(this::isPlain))
        .map(MetricName::metric)
        .containsExactlyInAnyOrderElementsOf(
            stage().metrics().stream().map(MetricSpec::name).toList());
    assertThat(found.keySet().stream().map(EvaluatorContract::name))
        .allMatch(this::isDeclared, "a metric, slice, class or interval that it declares");
    for (MetricSpec metric : stage().metrics()) {
      found.forEach(
          (name, value) -> {
            if (name(name).metric().equals(metric.name())) {
              assertThat(value).as(name).isBetween(metric.min(), metric.max());
            }
          });
    }
  }

  private static MetricName name(String text) {
    MetricName name = MetricName.parse(text).orElseThrow();
    assertThat(name.text()).isEqualTo(text);
    return name;
  }

  private boolean isPlain(MetricName name) {
    return name.equals(MetricName.of(name.metric()));
  }

  private boolean isDeclared(MetricName name) {
    Evaluator.Details details = stage().details();
    boolean known = stage().metrics().stream().anyMatch(m -> m.name().equals(name.metric()));
    boolean scoped =
        name.scopeOrNull() == null
            || name.scopeOrNull() instanceof MetricName.Slice slice
                && details.slices().contains(slice.column())
            || name.scopeOrNull() instanceof MetricName.OfClass
                && details.perClass().contains(name.metric())
            || name.scopeOrNull() instanceof MetricName.Importance
                && details.importance().contains(name.metric());
    return known && scoped && (name.boundOrNull() == null || details.intervals());
  }

  @Test
  void withoutDetailsItGivesTheMetricsOfAllRowsAlone() {
    Map<String, Double> full = stage().evaluate(predictions(), context()).metrics();
    Map<String, Double> bare =
        stage().withoutDetails().evaluate(predictions(), context()).metrics();

    assertThat(stage().withoutDetails().metrics()).isEqualTo(stage().metrics());
    bare.forEach((name, value) -> assertThat(value).isCloseTo(full.get(name), within(SAME)));
    assertThat(stage().withoutDetails().evaluate(predictions(), context()).curves()).isEmpty();
  }

  @Test
  void itsCurvesAreFewNumbersInTheOrderOfTheFirst() {
    List<EvaluationTable> curves = stage().evaluate(predictions(), context()).curves();

    assertThat(curves).extracting(EvaluationTable::name).doesNotHaveDuplicates();
    for (EvaluationTable curve : curves) {
      assertThat(curve.columns()).as(curve.name()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
      assertThat(curve.rows()).as(curve.name()).hasSizeBetween(1, MOST_POINTS);
      assertThat(curve.rows()).allMatch(row -> row.size() == curve.columns().size());
      assertThat(curve.rows().stream().flatMap(List::stream).map(Double::valueOf))
          .as(curve.name())
          .isNotEmpty()
          .noneMatch(number -> number.isNaN());
      assertThat(curve.rows().stream().map(row -> Double.valueOf(row.get(0))))
          .as(curve.name())
          .isSorted();
    }
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
