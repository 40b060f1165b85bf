package io.millrace.core.secret;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a user: {@code MILLRACE_SECRET_X} in the environment, else {@code X} in {@code
 * secrets.yaml} of the home directory. Nothing is read before a secret is asked for. Remembers what
 * it gave, so that {@link #mask} can take it out of any text. Thread-safe.
 */
public final class Secrets {
  /** What the variable of a secret starts with. */
  public static final String VARIABLE_PREFIX = "MILLRACE_SECRET_";

  private static final String MASK = "***";

  private final Function<String, Optional<String>> environment;
  private final Path file;
  private final Map<String, SecretValue> given = new ConcurrentHashMap<>();
  private @Nullable Map<String, String> fromFile;

  private Secrets(Function<String, Optional<String>> environment, Path file) {
    this.environment = requireNonNull(environment, "environment is null");
    this.file = requireNonNull(file, "file is null");
  }

  /** From the variables of the environment, and a file that need not exist. */
  public static Secrets of(Function<String, Optional<String>> environment, Path file) {
    return new Secrets(environment, file);
  }

  /**
   * The secret of that name; empty if there is none.
   *
   * @throws MillraceException if the file of secrets can't be read or others than its owner may
   *     read it
   */
  public Optional<SecretValue> find(String name) {
    Optional<SecretValue> value =
        environment
            .apply(VARIABLE_PREFIX + name)
            .or(() -> Optional.ofNullable(file().get(name)))
            .map(SecretValue::of);
    value.ifPresent(secret -> given.put(name, secret));
    return value;
  }

  /** The text with every secret that was given replaced by {@code ***}. */
  public String mask(String text) {
    // The longest first: a secret may be a part of another one.
    List<String> values =
        given.values().stream()
            .map(SecretValue::reveal)
            .filter(value -> !value.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  @Override
  public String toString() {
    return "secrets " + given.keySet();
  }

  private synchronized Map<String, String> file() {
    Map<String, String> read = fromFile;
    if (read == null) {
      read = Files.exists(file) ? read() : Map.of();
      fromFile = read;
    }
    return read;
  }

  private Map<String, String> read() {
    try {
      refuseOthers();
      ProblemLog problems = new ProblemLog();
      YamlNode root = YamlParser.parse(Files.readString(file), file.toString(), problems);
      if (root.isNull()) {
        return Map.of();
      }
      if (problems.size() > 0 || !(root instanceof YamlNode.Mapping map)) {
        throw bad(null);
      }
      return values(map);
    } catch (YamlException e) {
      throw bad(e);
    } catch (IOException e) {
      throw new MillraceException(
          StandardError.STORAGE_FAILED, "the file of secrets " + file + " can't be read", e);
    }
  }

  private Map<String, String> values(YamlNode.Mapping map) {
    Map<String, String> values = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (name, entry) -> {
              if (!(entry.value() instanceof YamlNode.Scalar scalar) || scalar.isNull()) {
                throw bad(null);
              }
              values.put(name, scalar.text());
            });
    return values;
  }

  /** Says nothing of the content: the line that is wrong may hold a secret. */
  private MillraceException bad(@Nullable YamlException cause) {
    String line = cause == null ? "" : " (line " + cause.position().line() + ")";
    return new MillraceException(
        StandardError.BAD_YAML,
        "the file of secrets " + file + line + " must hold lines of the form NAME: VALUE");
  }

  private void refuseOthers() throws IOException {
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (UnsupportedOperationException e) {
      return; // A file system without such permissions can't be asked for them.
    }
    for (PosixFilePermission permission : permissions) {
      if (!permission.name().startsWith("OWNER_")) {
        throw new MillraceException(
            StandardError.INVALID_CALL,
            "others may use the file of secrets " + file + "; run: chmod 600 " + file);
      }
    }
  }
}
