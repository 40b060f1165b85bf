package io.millrace.core.file;

import io.millrace.api.Ingestor;
import io.millrace.api.StageKind;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.output.Output;
import io.millrace.api.schema.DatasetType;
import io.millrace.core.catalog.NearNames;
import io.millrace.core.catalog.StageCatalog;
import io.millrace.core.options.OptionsBinder;
import io.millrace.core.options.OptionsDescriptor;
import io.millrace.core.problem.Position;
import io.millrace.core.problem.Problem;
import io.millrace.core.problem.ProblemLog;
import io.millrace.core.secret.Secrets;
import io.millrace.core.yaml.YamlException;
import io.millrace.core.yaml.YamlNode;
import io.millrace.core.yaml.YamlParser;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a call of {@code score} says in YAML: {@code use} and {@code with} of an ingestor, and
 * the options of an {@link Output}; either with {@code params} of its own. All mistakes of both are
 * reported in one pass.
 */
public final class BatchReader<D> {
  private static final Position PARAM = Position.of("--param");

  private final StageCatalog catalog;
  private final DatasetType<D> datasets;
  private final ProblemLog problems = new ProblemLog();
  private final Keys keys = new Keys(problems);
  private final Set<String> declared = new TreeSet<>();
  private final Set<String> given = new LinkedHashSet<>();
  private @Nullable Secrets secrets;

  /** For stages of a catalog; one reader serves one call. */
  public BatchReader(StageCatalog catalog, DatasetType<D> datasets) {
    this.catalog = catalog;
    this.datasets = datasets;
  }

  /**
   * An ingestor.
   *
   * @param use its name
   * @param options as JSON values, secrets as they were written
   * @param stage reads
   */
  public record Source<D>(String use, Map<String, @Nullable Object> options, Ingestor<D> stage) {
    public Source {
      options = new LinkedHashMap<>(options);
    }
  }

  /** The ingestor of a text; empty if it has mistakes, which {@link #requireNone} tells. */
  public Optional<Source<D>> source(FileRequest request) {
    return resolved(request, "an input", List.of("params", "use", "with"))
        .flatMap(file -> source(file, request));
  }

  private Optional<Source<D>> source(YamlNode.Mapping file, FileRequest request) {
    YamlNode.Mapping stage = file.with("id", YamlNode.of("input", file.position()));
    YamlNode.Sequence list = new YamlNode.Sequence(List.of(stage), file.position());
    StageDraft draft = new StageDrafts(keys, catalog).read(list).get(0);
    if (draft.offered().isEmpty()) {
      return Optional.empty();
    }
    if (!draft.is(StageKind.INGESTOR)) {
      problems.report(
          draft.usePosition(),
          StandardError.WRONG_KIND,
          "an input is read by an ingestor, as ingest/csv; '%s' is %s"
              .formatted(draft.offered().get().name(), Placement.a(draft.kind().orElseThrow())));
      return Optional.empty();
    }
    StageMaker<D> maker =
        new StageMaker<>(datasets, SecretTexts.of(request), this::masked, problems);
    return maker
        .make(draft, draft.offered().get())
        .map(
            made ->
                new Source<>(
                    made.factory().name(), made.options().json(), (Ingestor<D>) made.stage()));
  }

  /** The output of a text; empty if it has mistakes, which {@link #requireNone} tells. */
  public Optional<Output> output(FileRequest request) {
    return output(request, "--to");
  }

  /** The same, of another option of the call. */
  public Optional<Output> output(FileRequest request, String option) {
    OptionsDescriptor descriptor = OptionsDescriptor.of(Output.class);
    return resolved(request, "an output", null)
        .flatMap(
            file ->
                OptionsBinder.of(descriptor, option, problems, SecretTexts.of(request))
                    .bind(file, file.position())
                    .flatMap(bound -> consistent((Output) bound.options(), file)));
  }

  private Optional<Output> consistent(Output output, YamlNode.Mapping file) {
    try {
      output.requireConsistent();
      return Optional.of(output);
    } catch (IllegalArgumentException e) {
      problems.report(
          file.position(), StandardError.INVALID_OPTION, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The map without its params, which stand where it refers to them. */
  private Optional<YamlNode.Mapping> resolved(
      FileRequest request, String what, @Nullable List<String> allowed) {
    secrets = request.secretsOrNull();
    YamlNode root;
    try {
      root = YamlParser.parse(text(request), request.name(), problems);
    } catch (YamlException e) {
      problems.report(e.position(), StandardError.BAD_YAML, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    return (allowed == null ? keys.mapping(root, what) : keys.mapping(root, what, allowed))
        .map(file -> resolved(file, request));
  }

  private static String text(FileRequest request) {
    return ((FileRequest.Source.Text) request.source()).yaml();
  }

  private YamlNode.Mapping resolved(YamlNode.Mapping file, FileRequest request) {
    Set<String> own =
        file.find("params")
            .filter(YamlNode.Mapping.class::isInstance)
            .map(node -> ((YamlNode.Mapping) node).entries().keySet())
            .orElse(Set.of());
    declared.addAll(own);
    given.addAll(request.params().keySet());
    Map<String, String> values = new LinkedHashMap<>(request.params());
    values.keySet().retainAll(own);
    References variables = References.toVariables(request.variables(), problems);
    Map<String, YamlNode> params = new ParamReader(keys, variables, values).read(file);
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>(file.entries());
    entries.remove("params");
    YamlNode.Mapping rest = new YamlNode.Mapping(entries, file.position());
    return (YamlNode.Mapping) variables.and(params).resolve(rest);
  }

  /**
   * Ends the reading.
   *
   * @throws MillraceException with the first problem's code and all problems, a line each
   */
  public void requireNone() {
    for (String name : given) {
      if (!declared.contains(name)) {
        problems.report(
            PARAM,
            StandardError.INVALID_PARAM,
            "there is no param '%s'%s"
                .formatted(name, NearNames.hintOrList(name, declared, "params are")));
      }
    }
    List<Problem> found = problems.sorted(this::masked);
    if (!found.isEmpty()) {
      throw new MillraceException(
          found.get(0).code(), found.stream().map(Problem::text).collect(Collectors.joining("\n")));
    }
  }

  private String masked(String text) {
    return secrets == null ? text : secrets.mask(text);
  }
}
