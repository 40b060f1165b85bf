package io.millrace.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Ingestor;
import io.millrace.api.PlanContext;
import io.millrace.api.StageContext;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link Ingestor} keeps to, shown on one stage and its source. */
public abstract class IngestorContract<D> {
  /** For subclasses. */
  protected IngestorContract() {}

  /** Makes and reads frames. */
  protected abstract Frames<D> frames();

  /** The stage; its source holds at least one row. */
  protected abstract Ingestor<D> stage();

  /** What the stage gets at plan time. */
  protected PlanContext<D> planContext() {
    return TestPlanContext.bare();
  }

  /** What the stage gets around it in a run. */
  protected StageContext<D> context() {
    return TestStageContext.of("stage");
  }

  private D read() {
    return stage().read(stage().version(planContext()), context());
  }

  @Test
  void theDeclaredSchemaIsThatOfTheRows() {
    D frame = read();

    assertThat(frames().rows(frame)).isNotEmpty();
    new FrameAsserts<>(frames()).hasSchema(frame, stage().schema(planContext()));
  }

  @Test
  void aSourceThatIsLeftAloneKeepsItsVersionAndItsRows() {
    Optional<String> before = stage().version(planContext());
    D first = read();
    D second = read();

    assertThat(stage().version(planContext())).isEqualTo(before);
    new FrameAsserts<>(frames()).sameRows(second, first);
  }
}
