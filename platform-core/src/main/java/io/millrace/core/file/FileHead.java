package io.millrace.core.file;

import io.millrace.api.error.StandardError;
import io.millrace.core.options.TextResolver;
import io.millrace.core.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a file says before its stages. */
final class FileHead {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
  private static final long DEFAULT_SEED = 42;

  private final Keys keys;
  private final References references;
  private final TextResolver secrets;

  FileHead(Keys keys, References references, TextResolver secrets) {
    this.keys = keys;
    this.references = references;
    this.secrets = secrets;
  }

  /**
   * The top of a file.
   *
   * @param settings of the engine, secrets in place
   * @param writtenSettings the same, secrets as they were written
   */
  record Head(
      String name,
      long seed,
      Map<String, String> settings,
      Map<String, String> writtenSettings,
      @Nullable String tracking,
      @Nullable String writtenTracking) {}

  Head read(YamlNode.Mapping file) {
    YamlNode.Mapping head = resolved(file);
    Map<String, String> settings = new LinkedHashMap<>();
    Map<String, String> written = new LinkedHashMap<>();
    head.find("spark")
        .flatMap(node -> keys.mapping(node, "'spark'"))
        .ifPresent(map -> map.entries().forEach((k, e) -> setting(k, e, settings, written)));
    Optional<YamlNode.Scalar> tracking = keys.text(head, "tracking");
    String name = name(file, head);
    if (file.find("stages").isEmpty()) {
      missing(file, "stages", "the list of stages");
    }
    return new Head(
        name,
        keys.whole(head, "seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(DEFAULT_SEED),
        settings,
        written,
        tracking.flatMap(this::revealed).orElse(null),
        tracking.map(YamlNode.Scalar::text).orElse(null));
  }

  private YamlNode.Mapping resolved(YamlNode.Mapping file) {
    YamlNode.Mapping head = YamlNode.Mapping.empty(file.position());
    for (String key : new String[] {"pipeline", "seed", "spark", "tracking"}) {
      Optional<YamlNode> node = file.find(key);
      if (node.isPresent()) {
        head = head.with(key, references.resolve(node.get()));
      }
    }
    return head;
  }

  private String name(YamlNode.Mapping file, YamlNode.Mapping head) {
    if (file.find("pipeline").isEmpty()) {
      missing(file, "pipeline", "the pipeline's name");
      return "";
    }
    Optional<YamlNode.Scalar> name = keys.text(head, "pipeline");
    name.filter(given -> !NAME.matcher(given.text()).matches())
        .ifPresent(
            given ->
                keys.problems()
                    .report(
                        given.position(),
                        StandardError.INVALID_ID,
                        "'"
                            + given.text()
                            + "' is no name for a pipeline; names start with a"
                            + " letter, and hold letters, digits, _, . and -"));
    return name.map(YamlNode.Scalar::text).orElse("");
  }

  private void missing(YamlNode.Mapping file, String key, String what) {
    keys.problems()
        .report(
            file.position(),
            StandardError.MISSING_OPTION,
            "a pipeline file needs '" + key + "', " + what);
  }

  private void setting(
      String key, YamlNode.Entry entry, Map<String, String> settings, Map<String, String> written) {
    Optional<YamlNode.Scalar> text = keys.text(entry.value(), "the setting '" + key + "'");
    text.flatMap(this::revealed).ifPresent(value -> settings.put(key, value));
    text.ifPresent(scalar -> written.put(key, scalar.text()));
  }

  private Optional<String> revealed(YamlNode.Scalar scalar) {
    return scalar.secret() ? secrets.resolve(scalar, keys.problems()) : Optional.of(scalar.text());
  }
}
