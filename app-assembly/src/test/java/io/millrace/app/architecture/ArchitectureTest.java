package io.millrace.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ArchitectureTest {
  private static final JavaClasses ALL = Module.importOf(EnumSet.allOf(Module.class));

  @ParameterizedTest
  @EnumSource
  void everyModuleIsSeen(Module module) {
    assertThat(module.classes().size()).isGreaterThanOrEqualTo(module.atLeast());
  }

  @ParameterizedTest
  @EnumSource(names = {"API", "CORE", "MODEL_PACKAGE", "TRACKING", "SERVING"})
  void whatIsTrueWhateverTheEngineNeverSeesSpark(Module module) {
    Rules.SEES_NO_SPARK.check(module.classes());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "API",
        "MODEL_PACKAGE",
        "SPARK_API",
        "ENGINE",
        "STAGES",
        "STORAGE",
        "TRACKING",
        "SERVING"
      })
  void adaptersEngineAndStagesNeverSeeCore(Module module) {
    Rules.SEES_NO_CORE.check(module.classes());
  }

  @Test
  void adaptersEngineAndStagesNeverSeeEachOther() {
    String[] stages = {"io.millrace.stages.."};
    String[] storage = {"io.millrace.storage.."};
    String[] tracking = {"io.millrace.tracking.."};
    String[] engine = {"io.millrace.spark"};
    for (String[] others : new String[][] {storage, tracking, engine}) {
      Rules.seesNone(others).check(Module.STAGES.classes());
    }
    for (String[] others : new String[][] {stages, tracking, engine}) {
      Rules.seesNone(others).check(Module.STORAGE.classes());
    }
    for (String[] others : new String[][] {stages, storage, engine}) {
      Rules.seesNone(others).check(Module.TRACKING.classes());
    }
    for (String[] others : new String[][] {stages, storage, tracking}) {
      Rules.seesNone(others).check(Module.ENGINE.classes());
    }
    for (String[] others : new String[][] {stages, storage, tracking, engine}) {
      Rules.seesNone(others).check(Module.SERVING.classes());
    }
    for (Module module : EnumSet.complementOf(EnumSet.of(Module.SERVING))) {
      Rules.seesNone("io.millrace.serving..").check(module.classes());
    }
  }

  @Test
  void pagesSeeCoreAndTheApiAndOnlyAppSeesThem() {
    Rules.seesNone(
            "org.apache.spark..",
            "io.millrace.stages..",
            "io.millrace.storage..",
            "io.millrace.tracking..",
            "io.millrace.spark..",
            "io.millrace.app..")
        .check(Module.CONSOLE.classes());
    for (Module module : EnumSet.complementOf(EnumSet.of(Module.CONSOLE, Module.APP))) {
      Rules.seesNone("io.millrace.console..").check(module.classes());
    }
  }

  @Test
  void guiceAppearsOnlyInWiringAndApp() {
    Rules.NO_GUICE.check(ALL);
  }

  @Test
  void packagesAreAcyclic() {
    Rules.ACYCLIC.check(ALL);
  }

  @Test
  void rowsAreAssignedByContent() {
    Rules.ROWS_BY_CONTENT.check(ALL);
  }

  @Test
  void everyPackageIsNullMarked() {
    Rules.NULL_MARKED.check(ALL);
  }

  @Test
  void namesSayWhatAClassIs() {
    Rules.SPEAKING_NAMES.check(ALL);
  }
}
