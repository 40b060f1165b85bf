package io.millrace.api.stream;

import io.millrace.api.ScoringDeployer;
import io.millrace.api.StageContext;
import io.millrace.api.VersionDeployer;
import io.millrace.api.effect.Receipt;

/**
 * A deployer that scores, in each run, the rows that arrived at a source since the last one. The
 * file names the source {@code rows}: a {@link StreamingIngestor}, which core follows from the
 * checkpoint on and does not read for this stage.
 *
 * <p>Its identity covers the version of the source's data and that of the model: a run that finds
 * both unchanged does nothing. What it worked on follows from the checkpoint alone, so that a run
 * that was killed, resumed or repeated leaves out no row and doubles none.
 */
public interface StreamingDeployer<D> extends VersionDeployer<D> {
  /** The name of the source among the inputs. */
  String ROWS = ScoringDeployer.ROWS;

  /** What is kept up to date; asked at plan time too, when core checks it. */
  StreamTarget target();

  /**
   * Brings the target up to date.
   *
   * @param scoring does it
   * @return what was done; {@code model} names the model
   */
  Receipt deploy(StreamScoring scoring, StageContext<D> context);
}
