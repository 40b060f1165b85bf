package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Part;
import io.millrace.api.Parts;
import io.millrace.api.Splitter;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Splitter} keeps to, shown on one stage and its inputs. */
public abstract class SplitterContract<D> {
  /** For subclasses. */
  protected SplitterContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The stage. */
  protected abstract Splitter<D> stage();

  /** Its inputs, in all at least fifty different rows. */
  protected abstract Map<String, D> inputs();

  /**
   * Whether each row is in every fold; one that learns from the past only leaves out the future.
   */
  protected boolean holdsOutEveryRow() {
    return true;
  }

  /** What the stage gets around it. */
  protected StageContext<D> context() {
    return TestStageContext.of("stage");
  }

  private FrameAsserts<D> asserts() {
    return new FrameAsserts<>(frames());
  }

  private List<Parts<D>> split() {
    return stage().split(inputs(), context());
  }

  private List<List<@Nullable Object>> allRows() {
    return asserts().rows(inputs().values());
  }

  @Test
  void everyPartHasTheDeclaredSchema() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    inputs().forEach((name, frame) -> schemas.put(name, frames().schema(frame)));
    Reported reported = new Reported();
    Schema declared = stage().schema(schemas, reported);

    assertThat(reported.problems()).isEmpty();
    split()
        .forEach(parts -> parts.frames().values().forEach(f -> asserts().hasSchema(f, declared)));
  }

  @Test
  void thePartsAreThoseDeclaredAndNoneIsEmpty() {
    assertThat(split())
        .isNotEmpty()
        .allSatisfy(
            parts -> {
              assertThat(parts.frames().keySet()).isEqualTo(stage().parts());
              assertThat(parts.frames().values())
                  .allSatisfy(frame -> assertThat(frames().rows(frame)).isNotEmpty());
            });
    if (!stage().folds()) {
      assertThat(split()).hasSize(1);
    }
  }

  @Test
  void eachRowIsInExactlyOnePartAndHeldOutInExactlyOneFold() {
    List<List<@Nullable Object>> heldOut = new ArrayList<>();

    for (Parts<D> parts : split()) {
      containsOnceOf(asserts().rows(parts.frames().values()));
      parts.part(Part.VALIDATION).ifPresent(frame -> heldOut.addAll(frames().rows(frame)));
    }

    if (stage().folds()) {
      containsOnceOf(heldOut);
    }
  }

  private void containsOnceOf(List<List<@Nullable Object>> rows) {
    if (holdsOutEveryRow()) {
      asserts().sameRows(rows, allRows());
    } else {
      assertThat(rows).doesNotHaveDuplicates();
      assertThat(allRows()).containsAll(rows);
    }
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    Map<String, D> turned = new LinkedHashMap<>();
    inputs().forEach((name, frame) -> turned.put(name, asserts().turned(frame)));

    List<Parts<D>> first = split();
    List<Parts<D>> second = stage().split(turned, context());

    assertThat(second).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      for (Part part : stage().parts()) {
        asserts().sameRows(second.get(i).require(part), first.get(i).require(part));
      }
    }
  }
}
