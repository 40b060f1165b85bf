package io.millrace.core;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.catalog.StageLookup;
import io.millrace.core.problem.Problem;
import io.millrace.core.promote.VerifiedPackage;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plugins that packages hold, and that the stages at hand don't come from. */
final class PackageGaps {
  private static final int HASH = 12;
  private static final String REMEDY =
      "--trust-package-plugins runs the package's own, --plugins DIR another copy of it";

  private final List<Gap> gaps;

  private PackageGaps(List<Gap> gaps) {
    this.gaps = gaps;
  }

  /**
   * A stage whose code the package holds.
   *
   * @param holder the package
   * @param use the stage's factory
   * @param jar the plugin's file name, and what its hash begins with
   * @param isElse whether there is a stage of that name, of another build
   */
  private record Gap(String holder, String use, String jar, boolean isElse) {
    String text() {
      return "%s came from %s, which the package of %s holds, and here %s: %s"
          .formatted(use, jar, holder, isElse ? "is another build of it" : "it is lacking", REMEDY);
    }
  }

  /** Those of registered versions; a package that is damaged or out of reach tells nothing. */
  static PackageGaps of(List<ModelVersion> versions, ModelRegistry models, StageCatalog stages) {
    Map<String, Gap> gaps = new LinkedHashMap<>();
    for (ModelVersion version : versions) {
      try {
        ModelPackage found = VerifiedPackage.of(version, models);
        String holder = version.model() + " version " + version.version();
        for (PackageStep step : found.description().steps()) {
          addGap(step, found, holder, stages, gaps);
        }
      } catch (MillraceException packageIsOutOfReach) {
        continue;
      }
    }
    return new PackageGaps(new ArrayList<>(gaps.values()));
  }

  private static void addGap(
      PackageStep step,
      ModelPackage found,
      String holder,
      StageCatalog stages,
      Map<String, Gap> gaps) {
    if (step.plugin().isEmpty()) {
      return;
    }
    String hash = found.hash(found.plugin(step.plugin().get()));
    StageLookup lookup = stages.find(step.use());
    boolean same =
        lookup instanceof StageLookup.Found there && there.stage().codeHash().equals(hash);
    if (!same) {
      String jar = "%s (SHA-256 %s…)".formatted(step.plugin().get(), hash.substring(0, HASH));
      gaps.putIfAbsent(
          step.use(), new Gap(holder, step.use(), jar, lookup instanceof StageLookup.Found));
    }
  }

  /** What can be done, a sentence for each stage. */
  List<String> hints() {
    return gaps.stream().map(Gap::text).toList();
  }

  /** A problem with what can be done, if it is about a stage whose code a package holds. */
  Problem explained(Problem problem) {
    return gaps.stream()
        .filter(gap -> problem.message().contains("'" + gap.use() + "'"))
        .findFirst()
        .map(
            gap ->
                new Problem(
                    problem.file(),
                    problem.line(),
                    problem.column(),
                    problem.code(),
                    problem.message() + "; " + gap.text()))
        .orElse(problem);
  }
}
