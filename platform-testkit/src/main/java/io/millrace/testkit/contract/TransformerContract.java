package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.AppliesTo;
import io.millrace.api.ColumnUse;
import io.millrace.api.FittedTransformer;
import io.millrace.api.SharingTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.Transformer;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Transformer} keeps to, shown on one stage and its training rows. */
public abstract class TransformerContract<D> {
  @TempDir private Path directory;

  /** For subclasses. */
  protected TransformerContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The stage; each call makes it anew from the same options. */
  protected abstract Transformer<D> stage();

  /** Training rows, at least two. */
  protected abstract D train();

  /** Whether the stage drops or adds rows, as the training rows show. */
  protected boolean changesRowCount() {
    return false;
  }

  /** What the stage gets around it. */
  protected StageContext<D> context() {
    return TestStageContext.of("stage");
  }

  private FrameAsserts<D> asserts() {
    return new FrameAsserts<>(frames());
  }

  private FittedTransformer<D> fitted() {
    return stage().fit(train(), context()).fitted();
  }

  @Test
  void theDeclaredSchemaIsThatOfTheOutput() {
    D train = train();
    Reported reported = new Reported();
    Schema declared = stage().schema(frames().schema(train), reported);

    assertThat(reported.problems()).isEmpty();
    asserts().hasSchema(fitted().apply(train), declared);
  }

  @Test
  void nothingIsReportedWhereTheInputIsUnknown() {
    Reported reported = new Reported();

    stage().schema(Schema.unknown(), reported);

    assertThat(reported.problems()).isEmpty();
  }

  @Test
  void whatWasLearntIsTheSameAfterSavingAndLoading() throws IOException {
    D train = train();
    FittedTransformer<D> fitted = fitted();
    StateDirectory state = new StateDirectory(Files.createDirectory(directory.resolve("state")));

    fitted.save(state);

    asserts().sameRows(stage().load(state).apply(train), fitted.apply(train));
    try (Stream<Path> files = Files.list(state.path())) {
      assertThat(files.findAny().isPresent())
          .as("a transformer writes what it learnt, and nothing if it learns nothing")
          .isEqualTo(stage().learns());
    }
  }

  @Test
  void fittingAgainLearnsTheSame() {
    D train = train();

    asserts().sameRows(fitted().apply(train), fitted().apply(train));
  }

  @Test
  void rowsAreNeitherDroppedNorAddedUnlessTheStageIsMadeForIt() {
    int before = frames().rows(train()).size();
    int after = frames().rows(fitted().apply(train())).size();

    assertThat(after != before).as("%d rows became %d", before, after).isEqualTo(changesRowCount());
  }

  @Test
  void whatItDoesNotSayItSetsStaysAsItIs() {
    Set<String> set = stage().setsOnly().orElse(Set.copyOf(frames().schema(train()).names()));
    List<String> others =
        frames().schema(train()).names().stream().filter(name -> !set.contains(name)).toList();
    D train = train();

    D after = others.isEmpty() ? train : fitted().apply(train);

    asserts().sameRows(asserts().select(after, others), asserts().select(train, others));
  }

  @Test
  void learningInAnothersPassLearnsTheSame() {
    if (stage() instanceof SharingTransformer<D> sharing && sharing.sharesPassWith(sharing)) {
      D train = train();
      List<SharingTransformer<D>> both = List.of(sharing, (SharingTransformer<D>) stage());

      List<SharingTransformer.Learning<D>> learnings = sharing.readAll(train, both);

      FittedTransformer<D> second = learnings.get(1).fit(context()).fitted();
      asserts().sameRows(second.apply(train), fitted().apply(train));
    }
  }

  @Test
  void aRowWiseStageTreatsEachRowAlone() {
    FittedTransformer<D> fitted = fitted();
    D train = train();
    int rows = frames().rows(train).size();

    // A stage that is not row-wise has nothing to keep to here: halves may come out the same.
    List<D> pieces =
        stage().isRowWise()
            ? List.of(
                fitted.apply(asserts().slice(train, 0, rows / 2)),
                fitted.apply(asserts().slice(train, rows / 2, rows)))
            : List.of(fitted.apply(train));

    asserts().sameRows(asserts().rows(pieces), frames().rows(fitted.apply(train)));
  }

  @Test
  void theColumnsThatItSaysItReadsAreEnough() {
    D train = train();
    Schema schema = frames().schema(train);
    ColumnUse use = stage().reads(schema);
    assertThat(schema.names()).containsAll(use.names());
    // A stage for training rows only is never given less than all columns.
    boolean all = use.all() || stage().appliesTo() == AppliesTo.TRAINING;
    List<String> read =
        schema.names().stream().filter(name -> all || use.names().contains(name)).toList();

    D full = fitted().apply(train);
    D bare = fitted().apply(asserts().select(train, read));

    List<String> common = frames().schema(bare).names();
    asserts().sameRows(bare, asserts().select(full, common));
  }
}
