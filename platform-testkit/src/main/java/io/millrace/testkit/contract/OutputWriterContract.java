package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.output.OutputWriter;
import io.millrace.api.output.Written;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link OutputWriter} keeps to, shown on one kind of place. */
public abstract class OutputWriterContract<D> {
  private static final Schema SCORES =
      Schema.of(
          Column.nullable("id", Simple.LONG),
          Column.nullable("day", Simple.STRING),
          Column.nullable("score", Simple.DOUBLE));

  /** For subclasses. */
  protected OutputWriterContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The writer, as another process would have it. */
  protected abstract OutputWriter<D> writer();

  /** A place where nothing lies at the beginning of a test, the same in all calls of it. */
  protected abstract Output place(Mode mode);

  /** The rows that lie there, the columns in the order in which they were written. */
  protected abstract List<List<@Nullable Object>> rows(Output place);

  /** Whether rows may be added to those that lie there. */
  protected boolean isTable() {
    return true;
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @SafeVarargs
  private D scores(List<@Nullable Object>... rows) {
    return frames().frame(SCORES, List.of(rows));
  }

  private static EffectKey key(String job) {
    return new EffectKey(job, "score", "content-" + job);
  }

  @Test
  void whatIsWrittenIsThereAndKnowsItsJob() {
    Output place = place(Mode.CREATE);
    assertThat(writer().find(place, key("a"))).isEmpty();

    Written written =
        writer().write(scores(row(1L, "x", 0.5), row(2L, null, null)), place, key("a"));

    assertThat(rows(place)).containsExactlyInAnyOrder(row(1L, "x", 0.5), row(2L, null, null));
    assertThat(written.content()).isEqualTo("content-a");
    assertThat(writer().find(place, key("a")).orElseThrow().content()).isEqualTo("content-a");
    assertThat(writer().find(place, key("b"))).isEmpty();
  }

  @Test
  void anEmptyFrameIsWrittenToo() {
    writer().write(scores(), place(Mode.CREATE), key("a"));

    assertThat(rows(place(Mode.CREATE))).isEmpty();
    assertThat(writer().find(place(Mode.CREATE), key("a"))).isPresent();
  }

  @Test
  void createRefusesAPlaceWhereAnythingLies() {
    writer().write(scores(row(1L, "x", 0.5)), place(Mode.CREATE), key("a"));

    assertThatThrownBy(
            () -> writer().write(scores(row(2L, "y", 1.0)), place(Mode.CREATE), key("b")))
        .hasMessageContaining("is there already")
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(StandardError.INVALID_CALL);
    assertThat(rows(place(Mode.CREATE))).containsExactly(row(1L, "x", 0.5));
  }

  @Test
  void overwrittenRowsAreGoneAndSoIsTheirJob() {
    writer().write(scores(row(1L, "x", 0.5)), place(Mode.OVERWRITE), key("a"));
    writer().write(scores(row(2L, "y", 1.0)), place(Mode.OVERWRITE), key("b"));

    assertThat(rows(place(Mode.OVERWRITE))).containsExactly(row(2L, "y", 1.0));
    assertThat(writer().find(place(Mode.OVERWRITE), key("a"))).isEmpty();
    assertThat(writer().find(place(Mode.OVERWRITE), key("b"))).isPresent();

    writer().write(scores(row(1L, "x", 0.5)), place(Mode.OVERWRITE), key("a"));

    assertThat(rows(place(Mode.OVERWRITE))).containsExactly(row(1L, "x", 0.5));
    assertThat(writer().find(place(Mode.OVERWRITE), key("a"))).isPresent();
  }

  @Test
  void appendedRowsLieBesideThoseBeforeAndBothJobsAreKnown() {
    if (!isTable()) {
      assertRefused(place(Mode.APPEND));
      return;
    }
    writer().write(scores(row(1L, "x", 0.5)), place(Mode.APPEND), key("a"));
    writer().write(scores(row(1L, "x", 0.5)), place(Mode.APPEND), key("b"));

    assertThat(rows(place(Mode.APPEND))).containsExactly(row(1L, "x", 0.5), row(1L, "x", 0.5));
    assertThat(writer().find(place(Mode.APPEND), key("a"))).isPresent();
    assertThat(writer().find(place(Mode.APPEND), key("b"))).isPresent();
  }

  @Test
  void mergedRowsReplaceThoseWithTheirKeys() {
    if (!isTable()) {
      assertRefused(place(Mode.CREATE).mergedOn(List.of("id", "day")));
      return;
    }
    Output merge = place(Mode.CREATE).mergedOn(List.of("id", "day"));
    writer().write(scores(row(1L, "x", 0.5), row(1L, "y", 0.6)), merge, key("a"));
    writer().write(scores(row(1L, "y", 0.9), row(2L, "y", 0.7)), merge, key("b"));

    assertThat(rows(merge))
        .containsExactlyInAnyOrder(row(1L, "x", 0.5), row(1L, "y", 0.9), row(2L, "y", 0.7));
    assertThatThrownBy(
            () -> writer().write(scores(row(3L, "z", 0.1), row(3L, "z", 0.2)), merge, key("c")))
        .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
        .extracting(MillraceException::code)
        .isEqualTo(StandardError.DUPLICATE_KEYS);
    assertThat(rows(merge)).hasSize(3);
    assertThat(writer().find(merge, key("c"))).isEmpty();
  }

  /** What a place can't do is refused when the file or the call is read. */
  private static void assertRefused(Output place) {
    assertThatThrownBy(place::requireConsistent)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "mode: %s is for tables; %s files take create or overwrite"
                .formatted(place.mode().text(), place.kind()));
  }
}
