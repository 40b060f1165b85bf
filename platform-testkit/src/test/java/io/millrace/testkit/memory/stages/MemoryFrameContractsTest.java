package io.millrace.testkit.memory.stages;

import io.millrace.api.Combiner;
import io.millrace.api.Ingestor;
import io.millrace.api.Sink;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.store.Publication.Mode;
import io.millrace.testkit.contract.CombinerContract;
import io.millrace.testkit.contract.Frames;
import io.millrace.testkit.contract.IngestorContract;
import io.millrace.testkit.contract.SinkContract;
import io.millrace.testkit.contract.SplitterContract;
import io.millrace.testkit.contract.TestStageContext;
import io.millrace.testkit.contract.TransformerContract;
import io.millrace.testkit.memory.MemoryFeatureStore;
import io.millrace.testkit.memory.Table;
import io.millrace.testkit.memory.TableFrames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Each memory stage before the model keeps the contract of its port. */
class MemoryFrameContractsTest {
  private static final Frames<Table> FRAMES = new TableFrames();

  private static Calls calls() {
    return new Calls(new CallLog(), "stage");
  }

  private static Map<String, Table> named(String first, Table one, String second, Table two) {
    Map<String, Table> named = new LinkedHashMap<>();
    named.put(first, one);
    named.put(second, two);
    return named;
  }

  @Nested
  class Rows extends IngestorContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Ingestor<Table> stage() {
      return new RowsIngestor(
          new RowsIngestor.Options(Map.of("id", Simple.LONG), List.of("1", "", "3"), "v1", null),
          calls());
    }
  }

  @Nested
  class Concat extends CombinerContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Combiner<Table> stage() {
      return new ConcatCombiner(calls());
    }

    @Override
    protected Map<String, Table> inputs() {
      return named("old", Houses.some(), "new", Houses.many());
    }
  }

  @Nested
  class Publish extends SinkContract<Table> {
    private final MemoryFeatureStore features = MemoryFeatureStore.empty();

    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Sink<Table> stage() {
      return new PublishSink(
          new PublishSink.Options("houses", List.of(), Mode.OVERWRITE, false), calls());
    }

    @Override
    protected Map<String, Table> inputs() {
      return Map.of("input", Houses.some());
    }

    @Override
    protected StageContext<Table> context(EffectKey effect) {
      return TestStageContext.<Table>builder("sink").features(features).effect(effect).build();
    }
  }

  @Nested
  class Hash extends SplitterContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Splitter<Table> stage() {
      return new HashSplitter(new HashSplitter.Options(0.6, 0.2, 0.2, List.of()), calls());
    }

    @Override
    protected Map<String, Table> inputs() {
      return Map.of("input", Houses.many());
    }
  }

  @Nested
  class Folds extends SplitterContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Splitter<Table> stage() {
      return new FoldsSplitter(new FoldsSplitter.Options(3, List.of()), calls());
    }

    @Override
    protected Map<String, Table> inputs() {
      return Map.of("input", Houses.many());
    }
  }

  @Nested
  class Pair extends SplitterContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Splitter<Table> stage() {
      return new PairSplitter(calls());
    }

    @Override
    protected Map<String, Table> inputs() {
      return named("train", Houses.many(), "test", Houses.some());
    }
  }

  /** What the transformers have in common. */
  abstract static class OnHouses extends TransformerContract<Table> {
    @Override
    protected Frames<Table> frames() {
      return FRAMES;
    }

    @Override
    protected Table train() {
      return Houses.some();
    }
  }

  @Nested
  class Filling extends OnHouses {
    @Override
    protected Transformer<Table> stage() {
      return new FillMean(new FillMean.Options(List.of("area"), 0.1), calls());
    }
  }

  @Nested
  class Dropping extends OnHouses {
    @Override
    protected Transformer<Table> stage() {
      return new DropColumn(new DropColumn.Options(List.of("area")), calls());
    }
  }

  @Nested
  class Keeping extends OnHouses {
    @Override
    protected Transformer<Table> stage() {
      return new KeepIf(new KeepIf.Options("area", 10.0, null), calls());
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }

  @Nested
  class Sampling extends OnHouses {
    @Override
    protected Transformer<Table> stage() {
      return new SampleTrain(new SampleTrain.Options(0.5), calls());
    }

    @Override
    protected boolean changesRowCount() {
      return true;
    }
  }
}
