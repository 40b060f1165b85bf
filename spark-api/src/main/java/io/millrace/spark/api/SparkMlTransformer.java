package io.millrace.spark.api;

import io.millrace.api.AppliesTo;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A transformer that hands the work to stages of Spark ML. What was learnt is a list of Spark ML
 * transformers, saved by Spark's own writer. It has a portable scoring form, if {@link
 * ExportForm#SCORING} is among its forms.
 */
public abstract class SparkMlTransformer implements Transformer<Dataset<Row>>, Exportable {
  private final Set<ExportForm> exportForms;

  /** A transformer that can leave the platform in those forms. */
  protected SparkMlTransformer(Set<ExportForm> exportForms) {
    this.exportForms = Set.copyOf(exportForms);
  }

  /** Learns from the training rows; the results are applied one after another. */
  protected abstract List<? extends org.apache.spark.ml.Transformer> learn(
      Dataset<Row> train, StageContext<Dataset<Row>> context);

  /**
   * Puts a frame through what was learnt. Override it for what Spark ML does not do by itself, as
   * dropping helper columns.
   */
  protected Dataset<Row> apply(
      List<? extends org.apache.spark.ml.Transformer> models, Dataset<Row> frame) {
    Dataset<Row> result = frame;
    for (org.apache.spark.ml.Transformer model : models) {
      result = model.transform(result);
    }
    return result;
  }

  /**
   * The portable form of what {@link #apply} does. A stage that names {@link ExportForm#SCORING}
   * overrides it; where {@code apply} is as it stands, {@code StockFeatureScoring.chain(models,
   * frame)} is the whole answer.
   *
   * @param frame without rows
   * @throws MillraceException NOT_SERVABLE, with a clause as message
   */
  protected List<ScoringStep> scoring(
      List<? extends org.apache.spark.ml.Transformer> models, Dataset<Row> frame) {
    throw new MillraceException(
        StandardError.NOT_SERVABLE,
        "%s does not say in steps what its Spark ML transformers do"
            .formatted(getClass().getName()));
  }

  @Override
  public final Set<ExportForm> exportForms() {
    return exportForms;
  }

  @Override
  public boolean learns() {
    return true;
  }

  @Override
  public AppliesTo appliesTo() {
    return AppliesTo.ALL;
  }

  @Override
  public boolean isRowWise() {
    return true;
  }

  @Override
  public final Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return Fit.of(fitted(List.copyOf(learn(train, context))));
  }

  @Override
  public final FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return fitted(SparkMlState.load(state));
  }

  private FittedTransformer<Dataset<Row>> fitted(
      List<? extends org.apache.spark.ml.Transformer> models) {
    Fitted fitted = new Fitted(this, models);
    return exportForms.contains(ExportForm.SCORING) ? new Portable(fitted) : fitted;
  }

  private record Fitted(
      SparkMlTransformer stage, List<? extends org.apache.spark.ml.Transformer> models)
      implements FittedTransformer<Dataset<Row>> {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      return stage.apply(models, frame);
    }

    @Override
    public void save(StateDirectory state) {
      SparkMlState.save(state, models);
    }
  }

  private record Portable(Fitted fitted)
      implements FittedTransformer<Dataset<Row>>, ScoringExport<Dataset<Row>> {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      return fitted.apply(frame);
    }

    @Override
    public void save(StateDirectory state) {
      fitted.save(state);
    }

    @Override
    public List<ScoringStep> scoring(Dataset<Row> frame) {
      return fitted.stage.scoring(fitted.models, frame);
    }
  }
}
