package io.millrace.core.pipeline;

import io.millrace.api.ColumnUse;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which columns of a frame a model and the transformers before it read. */
public final class ColumnsRead {
  private ColumnsRead() {}

  /**
   * The columns of the first frame, found backwards.
   *
   * @param inputs the schema that each transformer is given, in order, and last that of the trainer
   */
  public static <D> Set<String> by(
      List<Transformer<D>> transformers, Trainer<D> trainer, List<Schema> inputs) {
    Schema last = inputs.get(transformers.size());
    Set<String> needed = new HashSet<>(names(trainer.reads(last), last));
    for (int i = transformers.size() - 1; i >= 0; i--) {
      Schema input = inputs.get(i);
      // What a transformer adds need not be in its input; what it replaces in place must.
      needed.removeIf(name -> !input.has(name));
      needed.addAll(names(transformers.get(i).reads(input), input));
    }
    return needed;
  }

  private static List<String> names(ColumnUse use, Schema input) {
    return use.all() ? input.names() : List.copyOf(use.names());
  }
}
