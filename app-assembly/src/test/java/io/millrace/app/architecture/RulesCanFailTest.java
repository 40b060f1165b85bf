package io.millrace.app.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.millrace.app.architecture.broken.PositionUtil;
import io.millrace.app.architecture.broken.SeesCore;
import io.millrace.app.architecture.broken.SeesStorage;
import io.millrace.app.architecture.broken.UsesGuice;
import io.millrace.app.architecture.broken.left.Left;
import io.millrace.app.architecture.broken.right.Right;
import io.millrace.app.architecture.broken.unmarked.Unmarked;
import org.junit.jupiter.api.Test;

/** Each rule is broken on purpose by a class in {@code broken}, and must notice. */
final class RulesCanFailTest {
  @Test
  void sparkIsSeen() {
    assertFails(Rules.SEES_NO_SPARK, "org.apache.spark.sql.Dataset", PositionUtil.class);
  }

  @Test
  void coreIsSeen() {
    assertFails(Rules.SEES_NO_CORE, "io.millrace.core.home.Home", SeesCore.class);
  }

  @Test
  void aNeighbourIsSeen() {
    assertFails(
        Rules.seesNone("io.millrace.app.architecture.broken.left"),
        "io.millrace.app.architecture.broken.left.Left",
        SeesStorage.class);
  }

  @Test
  void guiceIsSeen() {
    assertFails(Rules.NO_GUICE, "com.google.inject.AbstractModule", UsesGuice.class);
  }

  @Test
  void cyclesAreSeen() {
    assertFails(Rules.ACYCLIC, "Cycle detected", Left.class, Right.class);
  }

  @Test
  void assignmentByPositionIsSeen() {
    assertFails(Rules.ROWS_BY_CONTENT, "randomSplit", PositionUtil.class);
  }

  @Test
  void aPackageWithoutNullMarkIsSeen() {
    assertFails(Rules.NULL_MARKED, "is not @NullMarked", Unmarked.class);
  }

  @Test
  void aNameThatSaysNothingIsSeen() {
    assertFails(Rules.SPEAKING_NAMES, "PositionUtil", PositionUtil.class);
  }

  private static void assertFails(ArchRule rule, String because, Class<?>... broken) {
    JavaClasses classes = new ClassFileImporter().importClasses(broken);
    assertThatThrownBy(() -> rule.check(classes))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(because);
  }
}
