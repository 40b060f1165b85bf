package io.millrace.serving.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a version of a model stands.
 *
 * @param name the model's name
 * @param version the version
 * @param aliases the aliases that name it; empty if it came from a directory
 * @param ready whether it answers
 * @param reasonOrNull why it does not answer; null if it does
 */
public record ModelStatus(
    String name,
    String version,
    List<String> aliases,
    boolean ready,
    @Nullable String reasonOrNull) {
  public ModelStatus {
    requireNonNull(name, "name is null");
    requireNonNull(version, "version is null");
    aliases = List.copyOf(aliases);
  }

  /** A version that answers. */
  public static ModelStatus ready(ServedModel model) {
    return new ModelStatus(model.name(), model.version(), List.of(), true, null);
  }
}
