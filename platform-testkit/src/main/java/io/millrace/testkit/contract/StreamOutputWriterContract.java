package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.error.MillraceException;
import io.millrace.api.output.Output;
import io.millrace.api.output.Output.Mode;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.stream.BatchKey;
import io.millrace.api.stream.Delivery;
import io.millrace.api.stream.StreamOutputWriter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link StreamOutputWriter} keeps to that promises rows once. */
public abstract class StreamOutputWriterContract<D> {
  private static final Schema SCORES =
      Schema.of(Column.nullable("id", Simple.LONG), Column.nullable("score", Simple.DOUBLE));

  /** For subclasses. */
  protected StreamOutputWriterContract() {}

  /** Makes frames. */
  protected abstract Frames<D> frames();

  /** The writer, as another process would have it. */
  protected abstract StreamOutputWriter<D> writer();

  /** A place where nothing lies at the beginning of a test, the same in all calls of it. */
  protected abstract Output place(Mode mode);

  /** The rows that lie there. */
  protected abstract List<List<@Nullable Object>> rows(Output place);

  private void write(Output place, String stream, long batch, Object... idsAndScores) {
    List<List<@Nullable Object>> rows =
        java.util.stream.IntStream.range(0, idsAndScores.length / 2)
            .mapToObj(i -> row(idsAndScores[2 * i], idsAndScores[2 * i + 1]))
            .toList();
    writer().write(frames().frame(SCORES, rows), place, new BatchKey(stream, "rows", batch));
  }

  private static List<@Nullable Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  @Test
  void eachBatchLiesThereOnceHoweverOftenItIsRepeated() {
    Output place = place(Mode.APPEND);
    assertThat(writer().delivery(place)).isEqualTo(Delivery.EXACTLY_ONCE);

    write(place, "a", 0, 1L, 0.5);
    write(place, "a", 0, 1L, 0.5);
    write(place, "a", 1, 2L, 0.6);
    write(place, "a", 1, 2L, 0.6);
    write(place, "b", 0, 3L, 0.7);

    assertThat(rows(place)).containsExactlyInAnyOrder(row(1L, 0.5), row(2L, 0.6), row(3L, 0.7));
  }

  @Test
  void aStreamMakesItsPlaceAndNoOtherOneMay() {
    Output place = place(Mode.CREATE);
    writer().requireReady(place, new BatchKey("a", "rows", 0));
    write(place, "a", 0, 1L, 0.5);
    writer().requireReady(place, new BatchKey("a", "rows", 0));
    write(place, "a", 3, 2L, 0.6);

    assertThatThrownBy(() -> write(place, "b", 0, 3L, 0.7))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("is there already");
    assertThatThrownBy(() -> writer().requireReady(place, new BatchKey("b", "rows", 0)))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("is there already");
    writer().requireReady(place.in(Mode.APPEND), new BatchKey("b", "rows", 0));
    assertThat(rows(place)).containsExactlyInAnyOrder(row(1L, 0.5), row(2L, 0.6));
  }

  @Test
  void laterBatchesReplaceRowsOfTheirKeys() {
    Output place = place(Mode.APPEND).mergedOn(List.of("id"));
    write(place, "a", 0, 1L, 0.5, 2L, 0.6);
    write(place, "a", 1, 2L, 0.9, 3L, 0.7);
    write(place, "a", 1, 2L, 0.0, 3L, 0.0);

    assertThat(rows(place)).containsExactlyInAnyOrder(row(1L, 0.5), row(2L, 0.9), row(3L, 0.7));
  }

  @Test
  void aBatchWithoutRowsChangesNothing() {
    Output place = place(Mode.APPEND);
    write(place, "a", 0, 1L, 0.5);
    write(place, "a", 1);

    assertThat(rows(place)).containsExactly(row(1L, 0.5));
  }

  @Test
  void aStreamReplacesNoPlaceAsAWhole() {
    assertThatThrownBy(() -> writer().delivery(place(Mode.OVERWRITE)))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("overwrite");
  }
}
