package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Sink;
import io.millrace.api.StageContext;
import io.millrace.api.effect.EffectKey;
import io.millrace.api.effect.Receipt;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Sink} keeps to, shown on one stage and its inputs. */
public abstract class SinkContract<D> {
  /** For subclasses. */
  protected SinkContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The stage. It writes to one place in all calls of a test. */
  protected abstract Sink<D> stage();

  /**
   * Its inputs; the main one is named {@code input}, and holds rows that the sink keeps back, if it
   * does so.
   */
  protected abstract Map<String, D> inputs();

  /** What the stage gets around it for an effect. */
  protected abstract StageContext<D> context(EffectKey effect);

  private StageContext<D> context() {
    return context(new EffectKey("run-1", "sink", "fingerprint-1"));
  }

  private FrameAsserts<D> asserts() {
    return new FrameAsserts<>(frames());
  }

  private D written() {
    Receipt receipt = stage().write(inputs(), context());
    return reopened(receipt);
  }

  private D reopened(Receipt receipt) {
    assertThat(stage().canReopen(receipt, context())).isTrue();
    return stage().reopen(receipt, stage().handsOnInput() ? inputs() : Map.of(), context());
  }

  @Test
  void theDeclaredSchemaIsThatOfWhatIsHandedOn() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    inputs().forEach((name, frame) -> schemas.put(name, frames().schema(frame)));
    Reported reported = new Reported();
    Schema declared = stage().schema(schemas, reported);

    assertThat(reported.problems()).isEmpty();
    asserts().hasSchema(written(), declared);
  }

  @Test
  void aRepeatedWriteGivesTheFirstReceipt() {
    Receipt first = stage().write(inputs(), context());
    Receipt second = stage().write(inputs(), context());

    assertThat(second).isEqualTo(first);
    asserts().sameRows(reopened(second), reopened(first));
  }

  @Test
  void anotherEffectLeavesWhatWasWrittenBefore() {
    Receipt first = stage().write(inputs(), context());
    D before = reopened(first);
    stage().write(inputs(), context(new EffectKey("run-2", "sink", "fingerprint-2")));

    asserts().sameRows(reopened(first), before);
  }

  @Test
  void whatIsHandedOnWithoutWritingIsTheSame() {
    D unwritten = stage().withoutWriting(inputs(), context());

    asserts().sameRows(unwritten, written());
  }

  /** A sink that hands on its input may keep rows and columns of it back; any other none. */
  @Test
  void rowsPassThroughUnchangedIfTheSinkSaysSoAndOnlyThen() {
    D written = written();
    List<List<@Nullable Object>> handedOn = frames().rows(written);
    List<List<@Nullable Object>> left = new ArrayList<>(given(frames().schema(written).names()));
    int given = left.size();

    boolean unchanged = handedOn.stream().allMatch(left::remove);

    assertThat(unchanged && (stage().handsOnInput() || handedOn.size() == given))
        .as("rows are handed on unchanged")
        .isEqualTo(stage().passesRowsThrough());
  }

  /** The main input's rows, of those columns that are handed on; none if it lacks one. */
  private List<List<@Nullable Object>> given(List<String> columns) {
    return frames().schema(main()).names().containsAll(columns)
        ? frames().rows(asserts().select(main(), columns))
        : List.of();
  }

  private D main() {
    return Objects.requireNonNull(inputs().get("input"), "the main input is missing");
  }
}
