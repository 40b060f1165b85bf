package io.millrace.core.copy;

import io.millrace.api.effect.EffectKey;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.copy.CopyReport.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Copies models: versions keep their numbers, or are not copied. */
final class ModelCopy {
  private final ModelRegistry from;
  private final ModelRegistry to;
  private final boolean dryRun;
  private final List<String> problems;

  ModelCopy(ModelRegistry from, ModelRegistry to, boolean dryRun, List<String> problems) {
    this.from = from;
    this.to = to;
    this.dryRun = dryRun;
    this.problems = problems;
  }

  /** Copies the versions of a model up to the first one that can't keep its number. */
  Count versions(String model, TrackingCopy.Listener listener) {
    List<ModelVersion> versions = oldestFirst(from.versions(model));
    int next = to.versions(model).stream().mapToInt(ModelVersion::version).max().orElse(0) + 1;
    int present = 0;
    int copied = 0;
    for (ModelVersion version : versions) {
      Optional<ModelVersion> there = to.version(model, version.version());
      if (there.isPresent() && there.get().packageHash().equals(version.packageHash())) {
        present++;
      } else if (there.isPresent() || version.version() != next) {
        problems.add(whyNot(version, there.isPresent(), next));
        break;
      } else {
        if (!dryRun) {
          copy(version);
        }
        next++;
        copied++;
      }
      listener.done("versions of " + model, (long) present + copied, versions.size());
    }
    return new Count(versions.size(), present, copied);
  }

  private static String whyNot(ModelVersion version, boolean taken, int next) {
    String what =
        "versions of %s from %d on are not copied: ".formatted(version.model(), version.version());
    return what
        + (taken
            ? "the target has another package as that version"
            : "in the target the next one is version %d".formatted(next));
  }

  private void copy(ModelVersion version) {
    Path source = from.open(version);
    ModelVersion registered =
        to.register(
            version.model(),
            source,
            version.packageHash(),
            version.metrics(),
            version.tags(),
            new EffectKey(version.run(), "copy of " + version.version(), version.packageHash()),
            version.time());
    if (registered.version() != version.version()) {
      problems.add(
          "%s version %d is version %d in the target: somebody registered at the same time"
              .formatted(version.model(), version.version(), registered.version()));
    }
    if (!same(source, to.open(registered))) {
      problems.add(
          "the package of %s version %d has other files in the target"
              .formatted(version.model(), version.version()));
    }
    if (!registered.metrics().equals(version.metrics())
        || !registered.tags().equals(version.tags())) {
      problems.add(
          "%s version %d has other metrics or tags in the target"
              .formatted(version.model(), version.version()));
    }
  }

  private static boolean same(Path left, Path right) {
    List<Path> files = files(left);
    return files.equals(files(right))
        && files.stream().allMatch(file -> RunCopy.equal(left.resolve(file), right.resolve(file)));
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).map(directory::relativize).sorted().toList();
    } catch (IOException e) {
      throw new MillraceException(StandardError.STORAGE_FAILED, "can't read " + directory, e);
    }
  }

  /** Makes the moves again that the target lacks; its history must be the beginning of them. */
  Count moves(String model) {
    List<AliasMove> wanted = oldestFirst(from.moves(model));
    List<AliasMove> there = oldestFirst(to.moves(model));
    boolean begins = there.size() <= wanted.size() && wanted.subList(0, there.size()).equals(there);
    if (!begins) {
      problems.add(
          "the aliases of %s are left as they are in the target, where they moved otherwise"
              .formatted(model));
      return new Count(wanted.size(), 0, 0);
    }
    int copied = 0;
    for (AliasMove move : wanted.subList(there.size(), wanted.size())) {
      if (!dryRun && move.to() != 0 && to.version(model, move.to()).isEmpty()) {
        problems.add(
            "%s of %s does not move to version %d in the target, which was not copied"
                .formatted(move.alias(), model, move.to()));
        break;
      }
      if (!dryRun) {
        to.moveAlias(
            new AliasChange(
                model, move.alias(), move.to(), null, move.who(), move.why(), move.time()));
      }
      copied++;
    }
    if (!dryRun && !to.aliases(model).equals(from.aliases(model))) {
      problems.add("%s has other aliases in the target".formatted(model));
    }
    return new Count(wanted.size(), there.size(), copied);
  }

  private static <T> List<T> oldestFirst(List<T> newestFirst) {
    List<T> list = new ArrayList<>(newestFirst);
    Collections.reverse(list);
    return list;
  }
}
