package io.millrace.testkit.memory.stages;

import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.api.StageKind;
import io.millrace.api.schema.DatasetType;
import io.millrace.testkit.memory.Table;
import java.util.function.Function;

/** A stage on tables, declared by what its factory has to say. */
record MemoryFactory<O extends Record>(
    String name,
    StageKind kind,
    Class<O> optionsType,
    String help,
    String example,
    Function<O, Stage<Table>> stage)
    implements StageFactory<Table, O> {
  @Override
  public DatasetType<Table> datasetType() {
    return Table.TYPE;
  }

  @Override
  public Stage<Table> create(O options) {
    return stage.apply(options);
  }
}
