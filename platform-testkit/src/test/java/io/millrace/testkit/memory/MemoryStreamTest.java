package io.millrace.testkit.memory;

import io.millrace.api.Engine;
import io.millrace.api.EngineSettings;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.stream.StreamOutputWriter;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.StreamOutputWriterContract;
import io.millrace.testkit.contract.StreamingEngineContract;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

final class MemoryStreamTest {
  @Nested
  final class Following extends StreamingEngineContract<Table> {
    private final MemoryEngine engine =
        new MemoryEngine(
            new EngineSettings(
                "test", null, Map.of(), Path.of("home"), List.of(), getClass().getClassLoader()));

    @Override
    protected Engine<Table> engine() {
      return engine;
    }

    @Override
    protected Frames<Table> frames() {
      return new TableFrames();
    }

    @Override
    protected Table source(List<List<@Nullable Object>> rows) {
      return Table.of(EVENTS, rows);
    }

    @Override
    protected Table parsed(Table frame) {
      frame.column("text").forEach(text -> parse(String.valueOf(text)));
      return frame;
    }

    private static void parse(String text) {
      if (!text.matches("[0-9]+")) {
        throw new IllegalArgumentException("'" + text + "' is no number");
      }
    }
  }

  @Nested
  final class Writing extends StreamOutputWriterContract<Table> {
    private final MemoryOutputWriter writer = new MemoryOutputWriter();

    @Override
    protected Frames<Table> frames() {
      return new TableFrames();
    }

    @Override
    protected StreamOutputWriter<Table> writer() {
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
  }
}
