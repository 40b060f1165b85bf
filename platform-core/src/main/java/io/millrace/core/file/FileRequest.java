package io.millrace.core.file;

import static java.util.Objects.requireNonNull;

import io.millrace.core.secret.Secrets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline file, and what the call says beside it.
 *
 * @param source the file's text or tree
 * @param name the file's name, for positions
 * @param environmentOrNull {@code --env}
 * @param params {@code --param}, by name
 * @param sets {@code --set}: values as YAML by path as {@code raw.with.path}
 * @param variables the variables of the process's environment
 * @param secretsOrNull where secrets come from; null leaves {@code ${secret:X}} as written, and
 *     never looks for one
 */
public record FileRequest(
    Source source,
    String name,
    @Nullable String environmentOrNull,
    Map<String, String> params,
    Map<String, String> sets,
    Function<String, Optional<String>> variables,
    @Nullable Secrets secretsOrNull) {
  public FileRequest {
    requireNonNull(source, "source is null");
    requireNonNull(name, "name is null");
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    requireNonNull(variables, "variables is null");
  }

  /** A file as it stands, with no secrets and the variables of this process. */
  public static FileRequest of(String text, String name) {
    return plain(new Source.Text(text), name);
  }

  /** A pipeline built in Java: maps, lists and values as the file would have them. */
  public static FileRequest of(Map<String, ?> tree, String name) {
    return plain(new Source.Tree(tree), name);
  }

  private static FileRequest plain(Source source, String name) {
    return new FileRequest(
        source,
        name,
        null,
        Map.of(),
        Map.of(),
        variable -> Optional.ofNullable(System.getenv(variable)),
        null);
  }

  /** In that environment of the file. */
  public FileRequest in(String environment) {
    return new FileRequest(source, name, environment, params, sets, variables, secretsOrNull);
  }

  /** With those params. */
  public FileRequest withParams(Map<String, String> values) {
    return new FileRequest(source, name, environmentOrNull, values, sets, variables, secretsOrNull);
  }

  /** With those values set. */
  public FileRequest withSets(Map<String, String> values) {
    return new FileRequest(
        source, name, environmentOrNull, params, values, variables, secretsOrNull);
  }

  /** With other variables than the process's own. */
  public FileRequest withVariables(Function<String, Optional<String>> values) {
    return new FileRequest(source, name, environmentOrNull, params, sets, values, secretsOrNull);
  }

  /** With secrets put where the file refers to them. */
  public FileRequest resolving(Secrets secrets) {
    return new FileRequest(source, name, environmentOrNull, params, sets, variables, secrets);
  }

  /** The environment of the file. */
  public Optional<String> environment() {
    return Optional.ofNullable(environmentOrNull);
  }

  /** Where secrets come from. */
  public Optional<Secrets> secrets() {
    return Optional.ofNullable(secretsOrNull);
  }

  /** What the file holds. */
  public sealed interface Source {
    /**
     * As written.
     *
     * @param yaml the text
     */
    record Text(String yaml) implements Source {}

    /**
     * As built in Java.
     *
     * @param values by top-level key
     */
    record Tree(Map<String, ?> values) implements Source {}
  }
}
