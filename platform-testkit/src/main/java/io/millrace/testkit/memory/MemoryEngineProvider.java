package io.millrace.testkit.memory;

import io.millrace.api.Engine;
import io.millrace.api.EngineProvider;
import io.millrace.api.EngineSettings;
import io.millrace.api.schema.DatasetType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Starts memory engines and remembers them: a run that needs no session starts none. */
public final class MemoryEngineProvider implements EngineProvider<Table> {
  private final List<MemoryEngine> opened = new CopyOnWriteArrayList<>();

  @Override
  public DatasetType<Table> datasetType() {
    return Table.TYPE;
  }

  @Override
  public Engine<Table> open(EngineSettings settings) {
    MemoryEngine engine = new MemoryEngine(settings);
    opened.add(engine);
    return engine;
  }

  /** The engines that were started, the first one first. */
  public List<MemoryEngine> opened() {
    return List.copyOf(opened);
  }

  /** The engine that was started last; there must be one. */
  public MemoryEngine last() {
    return opened.get(opened.size() - 1);
  }
}
