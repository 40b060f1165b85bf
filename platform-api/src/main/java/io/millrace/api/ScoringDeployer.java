package io.millrace.api;

import io.millrace.api.effect.Receipt;
import io.millrace.api.output.Output;
import java.nio.file.Path;

/**
 * A deployer whose package scores rows of the pipeline: besides the model, it reads a frame from
 * before any split, which the file names {@code rows} in {@code from: {model: …, rows: …}}. Its
 * identity covers that frame's: a pipeline whose model and rows are unchanged deploys nothing.
 */
public interface ScoringDeployer<D> extends Deployer<D> {
  /** The name of the frame among a scoring deployer's inputs. */
  String ROWS = "rows";

  /** The fact of a receipt that tells the version of the table that was written, if it has one. */
  String TABLE_VERSION = "tableVersion";

  /** Where the scored rows go. */
  Output output();

  /**
   * Deploys, as {@link Deployer#deploy(Path, StageContext)} says; called instead of that.
   *
   * @param modelPackage the package's directory, finished and verified by core; only to be read
   * @param scoring scores the rows
   */
  Receipt deploy(Path modelPackage, BatchScoring<D> scoring, StageContext<D> context);

  /** Without rows there is nothing to deploy to. */
  @Override
  default Receipt deploy(Path modelPackage, StageContext<D> context) {
    throw new IllegalStateException("a scoring deployer is handed rows to score");
  }
}
