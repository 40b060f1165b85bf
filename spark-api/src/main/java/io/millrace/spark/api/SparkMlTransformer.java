package io.millrace.spark.api;

import io.millrace.api.AppliesTo;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.store.StateDirectory;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A transformer that hands the work to stages of Spark ML. What was learnt is a list of Spark ML
 * transformers, saved by Spark's own writer.
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
    return Fit.of(new Fitted(this, List.copyOf(learn(train, context))));
  }

  @Override
  public final FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new Fitted(this, SparkMlState.load(state));
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
}
