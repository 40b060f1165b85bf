package io.millrace.core.score;

import io.millrace.api.Engine;
import io.millrace.core.model.LoadedPackage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows as scoring writes them, be it in a batch or in a stream. */
public final class ScoredRows {
  private ScoredRows() {}

  /**
   * The input's own columns, but for those that a step drops or renames, then what the model says,
   * then the stamp: what else the steps make is nobody's business.
   *
   * @param stamp null for none
   */
  public static <D> D of(D rows, LoadedPackage<D> loaded, @Nullable Stamp stamp, Engine<D> engine) {
    return of(rows, loaded.predict(rows, engine), loaded, stamp, engine);
  }

  /** The same of a frame that was predicted already. */
  static <D> D of(
      D rows, D predicted, LoadedPackage<D> loaded, @Nullable Stamp stamp, Engine<D> engine) {
    List<String> columns = new ArrayList<>(engine.schema(rows).names());
    columns.retainAll(engine.schema(predicted).names());
    loaded.outputs().stream().filter(name -> !columns.contains(name)).forEach(columns::add);
    D chosen = engine.select(predicted, columns);
    return stamp == null ? chosen : stamp.on(chosen, engine);
  }
}
