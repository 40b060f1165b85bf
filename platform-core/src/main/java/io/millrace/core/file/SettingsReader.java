package io.millrace.core.file;

import io.millrace.api.Part;
import io.millrace.api.StageKind;
import io.millrace.api.error.StandardError;
import io.millrace.api.option.TimeText;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.pipeline.StageSettings;
import io.millrace.core.pipeline.StageSettings.Retry;
import io.millrace.core.yaml.YamlNode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a stage says beside its options, except tuning and gates. */
final class SettingsReader {
  private static final Set<StageKind> FRAMES =
      EnumSet.of(
          StageKind.INGESTOR,
          StageKind.COMBINER,
          StageKind.SINK,
          StageKind.SPLITTER,
          StageKind.TRANSFORMER);

  /** The kinds that a key is for; keys that are not here are for all. */
  private static final Map<String, Set<StageKind>> KINDS =
      Map.of(
          "tune", EnumSet.of(StageKind.TRAINER),
          "gates", EnumSet.of(StageKind.EVALUATOR),
          "on", EnumSet.of(StageKind.EVALUATOR),
          "select", EnumSet.of(StageKind.EVALUATOR),
          "fitOn", EnumSet.of(StageKind.TRANSFORMER),
          "persist", FRAMES,
          "checkpoint", FRAMES,
          "partitions", FRAMES,
          "broadcast", FRAMES);

  private static final Pattern LEVEL = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  private final Keys keys;

  SettingsReader(Keys keys) {
    this.keys = keys;
  }

  /** The settings, without tuning and gates. */
  <D> StageSettings<D> read(StageDraft draft) {
    YamlNode.Mapping node = draft.node();
    draft.kind().ifPresent(kind -> refuseOtherKinds(draft, kind));
    return new StageSettings<>(
        choice(node, "fitOn", List.of("all", "train")).filter("all"::equals).isPresent(),
        level(node),
        keys.flag(node, "checkpoint"),
        keys.whole(node, "partitions", 1, 1_000_000).orElse(0L).intValue(),
        keys.flag(node, "broadcast"),
        node.find("retry").map(this::retry).orElse(Retry.DEFAULT),
        duration(node, "timeout").orElse(null),
        null,
        List.of(),
        part(node),
        null);
  }

  private void refuseOtherKinds(StageDraft draft, StageKind kind) {
    KINDS.forEach(
        (key, kinds) -> {
          YamlNode.Entry entry = draft.node().entries().get(key);
          if (entry != null && !kinds.contains(kind)) {
            keys.problems()
                .report(
                    entry.keyPosition(),
                    StandardError.WRONG_KIND,
                    "'" + key + "' is not for " + Placement.a(kind) + " as " + draft.subject());
          }
        });
  }

  private @Nullable Part part(YamlNode.Mapping node) {
    List<String> names = List.of("train", "validation", "test");
    return choice(node, "on", names).map(name -> Part.values()[names.indexOf(name)]).orElse(null);
  }

  private Optional<String> choice(YamlNode.Mapping node, String key, List<String> choices) {
    Optional<YamlNode.Scalar> given = keys.text(node, key);
    Optional<String> choice = given.map(YamlNode.Scalar::text).filter(choices::contains);
    if (given.isPresent() && choice.isEmpty()) {
      keys.problems()
          .report(
              given.get().position(),
              StandardError.INVALID_OPTION,
              "'"
                  + key
                  + "' must be one of "
                  + String.join(", ", choices)
                  + ", not "
                  + given.get().described()
                  + NearNames.hint(given.get().text(), choices));
    }
    return choice;
  }

  private @Nullable String level(YamlNode.Mapping node) {
    Optional<YamlNode> given = node.find("persist");
    if (given.isEmpty()) {
      return null;
    }
    if (given.get() instanceof YamlNode.Scalar scalar
        && scalar.value() instanceof String level
        && LEVEL.matcher(level).matches()) {
      return level;
    }
    keys.wrongType(given.get(), "'persist'", "a storage level, or none");
    return null;
  }

  private Retry retry(YamlNode node) {
    Optional<YamlNode.Mapping> retry = keys.mapping(node, "'retry'", List.of("times", "backoff"));
    if (retry.isEmpty()) {
      return Retry.DEFAULT;
    }
    if (retry.get().find("times").isEmpty()) {
      keys.problems()
          .report(node.position(), StandardError.MISSING_OPTION, "'retry' needs 'times'");
    }
    long times = keys.whole(retry.get(), "times", 0, 100).orElse(0L);
    return new Retry((int) times, duration(retry.get(), "backoff").orElse(Retry.BACKOFF));
  }

  private Optional<Duration> duration(YamlNode.Mapping node, String key) {
    Optional<YamlNode> given = node.find(key);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.get() instanceof YamlNode.Scalar scalar) {
      Optional<Duration> time = TimeText.parse(scalar.text());
      if (time.isPresent()) {
        return time;
      }
    }
    keys.wrongType(given.get(), "'" + key + "'", "a time as 500ms, 30s, 10m, 2h or 1d");
    return Optional.empty();
  }
}
