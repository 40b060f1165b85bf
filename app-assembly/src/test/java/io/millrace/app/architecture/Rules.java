package io.millrace.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The rules, each as one object that is checked on the product and on a broken fixture. */
final class Rules {
  static final ArchRule SEES_NO_SPARK =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "io.delta..", "scala..", "org.apache.hadoop..")
          .because("api, core and what serves without Spark must be true whatever the engine");

  static final ArchRule SEES_NO_CORE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.millrace.core..", "io.millrace.app..")
          .because("adapters, engine and stages know the ports only");

  static final ArchRule NO_GUICE =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.millrace.core.wiring..", "io.millrace.app")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.inject..", "jakarta.inject..", "javax.inject..")
          .because("Guice appears only in core.wiring and app");

  static final ArchRule ACYCLIC =
      slices()
          .matching("io.millrace.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package that needs a package that needs it is one package");

  static final ArchRule ROWS_BY_CONTENT =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "assigns rows by position",
                  (JavaMethodCall call) ->
                      Set.of("randomSplit", "randomSplitAsList", "monotonically_increasing_id")
                          .contains(call.getName())))
          .because(
              "rows are assigned by content: the same data gives the same parts on any cluster");

  static final ArchRule NULL_MARKED =
      classes()
          .should(resideInANullMarkedPackage())
          .because("absence must show in the type; add a package-info.java with @NullMarked");

  static final ArchRule SPEAKING_NAMES =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)(\\$.*)?")
          .because("a name says what the class is, not that its author ran out of words");

  private Rules() {}

  /** A rule that forbids classes to see the packages of the modules beside them. */
  static ArchRule seesNone(String... packages) {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .because("adapters, engine and stages don't know each other");
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                item, marked, item.getName() + " is in a package that is not @NullMarked"));
      }
    };
  }
}
