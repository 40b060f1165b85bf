package io.millrace.console.report;

import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunRecord;
import io.millrace.core.run.RunModels;
import io.millrace.model.PackagePart;
import io.millrace.model.ReferenceProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The registered versions that a run stands for, and what their packages tell of the data.
 *
 * @param models a line each
 * @param profiles of the inputs and the predictions; none where packages are out of reach
 */
record ModelSections(List<Line> models, List<ProfileSection> profiles) {
  /**
   * A version.
   *
   * @param aliases that name it now, with commas
   */
  public record Line(String name, int version, String aliases, String hash) {}

  static ModelSections of(ModelRegistry registry, RunRecord run) {
    List<Line> lines = new ArrayList<>();
    List<ProfileSection> profiles = new ArrayList<>();
    for (RunModels.Version made : RunModels.read(run.start().documents())) {
      registry
          .version(made.name(), made.version())
          .ifPresent(
              version -> {
                lines.add(
                    new Line(
                        version.model(),
                        version.version(),
                        aliases(registry, version),
                        version.packageHash()));
                profiles.addAll(profiles(registry, version));
              });
    }
    return new ModelSections(lines, profiles);
  }

  private static String aliases(ModelRegistry registry, ModelVersion version) {
    return registry.aliases(version.model()).entrySet().stream()
        .filter(alias -> alias.getValue() == version.version())
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  private static List<ProfileSection> profiles(ModelRegistry registry, ModelVersion version) {
    List<ProfileSection> sections = new ArrayList<>();
    try {
      Path file = registry.open(version).resolve(PackagePart.PROFILE.path());
      if (Files.exists(file)) {
        ReferenceProfile profile = ReferenceProfile.read(file);
        String title = version.model() + " version " + version.version();
        sections.add(ProfileSection.of("Inputs of " + title, profile.inputs()));
        profile
            .predictions()
            .ifPresent(p -> sections.add(ProfileSection.of("Predictions of " + title, p)));
      }
    } catch (MillraceException packageIsOutOfReach) {
      // The report tells what it can: a lost package is what 'models verify' is for.
      return List.of();
    }
    return sections;
  }
}
