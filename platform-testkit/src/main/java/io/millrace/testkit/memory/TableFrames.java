package io.millrace.testkit.memory;

import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.Frames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables, for contracts. */
public final class TableFrames implements Frames<Table> {
  @Override
  public Table frame(Schema schema, List<? extends List<? extends @Nullable Object>> rows) {
    return Table.of(schema, rows);
  }

  @Override
  public List<List<@Nullable Object>> rows(Table frame) {
    return frame.rows();
  }

  @Override
  public Schema schema(Table frame) {
    return frame.schema();
  }
}
