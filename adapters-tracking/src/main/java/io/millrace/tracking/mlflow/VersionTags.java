package io.millrace.tracking.mlflow;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.tracking.mlflow.client.RegisteredModels.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a version's tags hold: all that Millrace knows of it. */
final class VersionTags {
  static final String EFFECT = Keys.OURS + "effect";
  static final String FILES = Keys.OURS + "files";
  private static final String PACKAGE_HASH = Keys.OURS + "package_hash";
  private static final String RUN = Keys.OURS + "run";
  private static final String TIME = Keys.OURS + "time";
  private static final String METRICS = Keys.OURS + "metrics";
  private static final String TAGS = Keys.OURS + "tags";
  private static final int LONGEST = 5000;

  private VersionTags() {}

  /**
   * The tags of a version.
   *
   * @param files the hash over all files of the package
   */
  static Map<String, String> of(ModelVersion version, String files, EffectKey key) {
    Map<String, String> tags = new LinkedHashMap<>();
    // Those of the user as they are, too, for whoever looks at them on the server.
    version
        .tags()
        .forEach(
            (name, value) -> {
              if (value.length() <= LONGEST) {
                tags.put(Keys.of(name), value);
              }
            });
    tags.put(EFFECT, key.token());
    tags.put(FILES, files);
    tags.put(PACKAGE_HASH, version.packageHash());
    tags.put(RUN, version.run());
    tags.put(TIME, Times.text(version.time()));
    Chunks.put(tags, METRICS, Texts.ofNumbers(version.metrics()));
    Chunks.put(tags, TAGS, Texts.ofTexts(version.tags()));
    return tags;
  }

  /** The version, if Millrace registered it. */
  static Optional<ModelVersion> read(Version version) {
    Map<String, String> tags = version.tags();
    if (!tags.containsKey(PACKAGE_HASH) || !tags.containsKey(TIME)) {
      return Optional.empty();
    }
    return Optional.of(
        new ModelVersion(
            version.name(),
            version.version(),
            artifact(version.name(), version.version()),
            tags.getOrDefault(PACKAGE_HASH, ""),
            tags.getOrDefault(RUN, ""),
            Times.of(tags.getOrDefault(TIME, "")),
            Texts.numbers(Chunks.get(tags, METRICS)),
            Texts.texts(Chunks.get(tags, TAGS))));
  }

  static String artifact(String model, int version) {
    return "models/" + model + "/" + version;
  }
}
