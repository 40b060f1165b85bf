package io.millrace.core.stream;

import io.millrace.api.error.Blame;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.core.model.LoadedPackage;
import io.millrace.core.model.StageResolver;
import io.millrace.core.score.ModelName;
import io.millrace.model.ModelPackage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The version that scores: looked for at the start of each batch, so that an alias may move while
 * the stream goes on. What can't be found or loaded leaves the one before at work. Not thread-safe.
 */
final class Versions<D> {
  private final ModelName name;
  private final ModelRegistry models;
  private final StageResolver<D> stages;
  private final Consumer<String> notes;
  private final Set<Integer> refused = new HashSet<>();
  private Ready<D> current;
  private @Nullable Schema source;
  private String complaint = "";

  private Versions(
      ModelName name,
      ModelRegistry models,
      StageResolver<D> stages,
      Consumer<String> notes,
      Ready<D> current) {
    this.name = name;
    this.models = models;
    this.stages = stages;
    this.notes = notes;
    this.current = current;
  }

  /** A version that is ready to predict. */
  record Ready<D>(Verified verified, LoadedPackage<D> loaded) {
    ModelVersion version() {
      return verified.version();
    }

    ModelPackage source() {
      return verified.source();
    }

    List<Column> outputs() {
      return source().description().signature().outputs();
    }
  }

  /** Starts with a version; called within a stage's work, as all methods. */
  static <D> Versions<D> starting(
      ModelName name,
      Verified first,
      ModelRegistry models,
      StageResolver<D> stages,
      Consumer<String> notes) {
    return new Versions<>(name, models, stages, notes, load(first, stages));
  }

  private static <D> Ready<D> load(Verified verified, StageResolver<D> stages) {
    return new Ready<>(verified, LoadedPackage.load(verified.source(), stages));
  }

  /** The version at work. */
  Ready<D> current() {
    return current;
  }

  /** Says which columns the stream has: versions that read others never come to work. */
  void requireReads(Schema columns) {
    source = columns;
  }

  /** The version for a new batch: the one that the name tells now, if it is fit for work. */
  Ready<D> next() {
    ModelVersion told;
    try {
      told = name.find(models);
    } catch (MillraceException e) {
      complain("the registry does not tell the version now, so %s goes on: %s", e);
      return current;
    }
    if (told.version() == current.version().version()) {
      complaint = "";
    } else if (!refused.contains(told.version())) {
      exchange(told);
    }
    return current;
  }

  private void exchange(ModelVersion told) {
    try {
      Ready<D> candidate = load(Verified.of(told, models), stages);
      requireFit(candidate);
      current = candidate;
      complaint = "";
    } catch (RuntimeException e) { // Whatever is wrong with it: the stream goes on.
      if (!isPassing(e)) {
        refused.add(told.version());
      }
      complain("version " + told.version() + " can't come to work, so %s goes on: %s", e);
    }
  }

  /** Whether the next batch may try again: a store may come back, a damaged package does not. */
  private static boolean isPassing(RuntimeException failure) {
    return failure instanceof MillraceException known
        && known.code().blame() == Blame.OUTSIDE
        && known.code() != StandardError.PACKAGE_CORRUPT
        && known.code() != StandardError.PACKAGE_TOO_NEW;
  }

  private void requireFit(Ready<D> candidate) {
    if (source != null) {
      LoadedPackage.requireSignature(source, candidate.source().description());
    }
    if (!candidate.outputs().equals(current.outputs())) {
      throw new MillraceException(
          StandardError.SCHEMA_MISMATCH,
          "its predictions have the columns %s, and those of the stream %s; start another stream for it"
              .formatted(shown(candidate), shown(current)));
    }
  }

  private static String shown(Ready<?> ready) {
    return Schema.of(ready.outputs()).toString();
  }

  /** The version that a batch began with. */
  Ready<D> again(int version, String packageHash) {
    if (current.version().version() == version
        && current.source().packageHash().equals(packageHash)) {
      return current;
    }
    Optional<ModelVersion> found = models.version(name.model(), version);
    if (found.isEmpty() || !found.get().packageHash().equals(packageHash)) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          "a batch began with %s version %d, which is not there any more"
              .formatted(name.model(), version));
    }
    return load(Verified.of(found.get(), models), stages);
  }

  /** Once, until something else is wrong. */
  private void complain(String text, RuntimeException e) {
    String message =
        text.formatted("version " + current.version().version(), String.valueOf(e.getMessage()));
    if (!message.equals(complaint)) {
      complaint = message;
      notes.accept(message);
    }
  }
}
