package io.millrace.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.OutputWriterContract;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryOutputWriterTest extends OutputWriterContract<Table> {
  private final MemoryOutputWriter writer = new MemoryOutputWriter();

  @Override
  protected Frames<Table> frames() {
    return new TableFrames();
  }

  @Override
  protected OutputWriter<Table> writer() {
    return writer;
  }

  @Override
  protected Output place(Mode mode) {
    return Output.path("scores", mode);
  }

  @Override
  protected List<List<@Nullable Object>> rows(Output place) {
    return writer.rows(place).rows();
  }

  @Test
  void theRowsOfAConditionAreReplaced() {
    Schema days = Schema.of(Column.nullable("day", Simple.STRING));
    Output place = place(Mode.CREATE).replacing("day = '1'");
    writer.write(TableText.parse(days, List.of("1", "2")), place, new EffectKey("a", "s", "f"));
    writer.write(TableText.parse(days, List.of("1")), place, new EffectKey("b", "s", "f"));

    assertThat(rows(place)).containsExactly(List.of("2"), List.of("1"));
  }
}
