package io.millrace.testkit.memory.stages;

import io.millrace.api.StageFactory;
import io.millrace.testkit.memory.Table;
import java.util.List;

/** The memory stages. They are no ServiceLoader entries, so that no application offers them. */
public final class MemoryStages {
  private MemoryStages() {}

  /** All of them, with a log that nobody reads. */
  public static List<StageFactory<Table, ?>> all() {
    return all(new CallLog());
  }

  /** All of them, with one log. */
  public static List<StageFactory<Table, ?>> all(CallLog log) {
    return List.of(
        RowsIngestor.factory(log),
        ConcatCombiner.factory(log),
        PublishSink.factory(log),
        HashSplitter.factory(log),
        FoldsSplitter.factory("split/folds", log),
        FoldsSplitter.factory("split/k-fold", log),
        PairSplitter.factory(log),
        FillMean.factory(log),
        DropColumn.factory(log),
        KeepIf.factory(log),
        SampleTrain.factory(log),
        MeanBy.factory(log),
        Constant.factory(log),
        Debias.factory(log),
        ErrorEvaluator.factory(log),
        AccuracyEvaluator.factory(log),
        NoteDeployer.factory(log),
        ScoreDeployer.factory(log),
        FollowDeployer.factory(log));
  }
}
