package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Combiner;
import io.millrace.api.StageContext;
import io.millrace.api.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link Combiner} keeps to, shown on one stage and its inputs. */
public abstract class CombinerContract<D> {
  /** For subclasses. */
  protected CombinerContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The stage. */
  protected abstract Combiner<D> stage();

  /** Its inputs, in the order of {@code from:}. */
  protected abstract Map<String, D> inputs();

  /** What the stage gets around it. */
  protected StageContext<D> context() {
    return TestStageContext.of("stage");
  }

  @Test
  void theDeclaredSchemaIsThatOfTheOutput() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    inputs().forEach((name, frame) -> schemas.put(name, frames().schema(frame)));
    Reported reported = new Reported();
    Schema declared = stage().schema(schemas, reported);

    assertThat(reported.problems()).isEmpty();
    new FrameAsserts<>(frames()).hasSchema(stage().combine(inputs(), context()), declared);
  }

  @Test
  void nothingIsReportedWhereTheInputsAreUnknown() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    inputs().keySet().forEach(name -> schemas.put(name, Schema.unknown()));
    Reported reported = new Reported();

    stage().schema(schemas, reported);

    assertThat(reported.problems()).isEmpty();
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    FrameAsserts<D> asserts = new FrameAsserts<>(frames());
    Map<String, D> turned = new LinkedHashMap<>();
    inputs().forEach((name, frame) -> turned.put(name, asserts.turned(frame)));

    asserts.sameRows(stage().combine(turned, context()), stage().combine(inputs(), context()));
  }
}
