package io.millrace.api;

import io.millrace.api.schema.Column;
import java.nio.file.Path;
import java.util.List;

/**
 * An optional power of engines: writes what stages learnt in the form that {@link
 * ExportForm#SPARK_ML} names, for programs that know nothing of this platform.
 */
public interface StockExport<D> {
  /**
   * Writes one stock pipeline: the steps in their order, then the model. Called within {@link
   * Engine#inStage}.
   *
   * @param unlabelled columns that steps read, but rows to be predicted may lack: nulls stand in
   *     for them, as those of {@link Engine#withNulls}
   * @param steps of stages that say {@link ExportForm#SPARK_ML}
   * @param model of a stage that says so too
   * @param directory to be made; on this machine's disk
   * @throws io.millrace.api.error.MillraceException STORAGE_FAILED, if it can't be written there;
   *     NOT_SERVABLE, if there is no stock form for those columns; PLUGIN_BROKEN, if a stage says
   *     more than what it learnt can do
   */
  void writeStock(
      List<Column> unlabelled, List<FittedTransformer<D>> steps, Model<D> model, Path directory);
}
