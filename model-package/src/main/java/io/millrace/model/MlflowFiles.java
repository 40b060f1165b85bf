package io.millrace.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.scoring.ScoringFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What MLflow reads of a package: {@code MLmodel} with the flavors that the package's forms allow,
 * the environment that they need, and rows to try it with. {@code python_function} predicts with
 * the {@link PythonScorer}, which comes along, or without a portable form by Spark; {@code spark}
 * loads {@code sparkml/}. Layout: MLflow 3, "MLflow Model format".
 */
public final class MlflowFiles {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String PYTHON_VERSION = "3.11";
  private static final Path SCORER = Path.of("code", PythonScorer.MODULE + ".zip");

  /** The operators that may leave a row out; then predictions have a column that tells why. */
  private static final Set<String> DROPPING = Set.of("filter", "drop-null");

  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final Path directory;
  private final PackageDescription description;
  private final List<ScoringStep> steps;

  private MlflowFiles(Path directory, PackageDescription description, List<ScoringStep> steps) {
    this.directory = directory;
    this.description = description;
    this.steps = steps;
  }

  /**
   * Adds the files to a package whose other parts are there; none, if it has no form that Python
   * can use.
   *
   * @param directory the package's
   */
  public static void write(Path directory, PackageDescription description) throws IOException {
    Path scoring = directory.resolve(PackagePart.SCORING.path());
    boolean portable = Files.exists(scoring);
    List<ScoringStep> steps = portable ? ScoringFormat.read(scoring).steps() : List.of();
    MlflowFiles files = new MlflowFiles(directory, description, steps);
    if (portable || files.has(PackagePart.SPARK_ML)) {
      files.writeAll(portable);
    }
  }

  private boolean has(PackagePart part) {
    return Files.exists(directory.resolve(part.path()));
  }

  private void writeAll(boolean portable) throws IOException {
    if (portable) {
      Files.createDirectories(directory.resolve(PackagePart.PYTHON.path()));
      PythonScorer.write(directory.resolve(SCORER));
    }
    Optional<MlflowExample> example = MlflowExample.of(directory, description.signature());
    if (example.isPresent()) {
      example.get().write(directory);
    }
    List<String> requirements = requirements(portable);
    write("requirements.txt", String.join("\n", requirements) + "\n");
    write("python_env.yaml", pythonEnvironment());
    write("conda.yaml", condaEnvironment());
    write(PackagePart.ML_MODEL.path(), model(portable, example.isPresent()));
  }

  private List<String> requirements(boolean portable) throws IOException {
    List<String> requirements = new ArrayList<>(List.of("mlflow-skinny", "pandas"));
    if (portable) {
      // Time zones, where the system has no files of them.
      requirements.add("tzdata");
    } else {
      requirements.add("pyspark" + sparkVersion().map(version -> "==" + version).orElse(""));
    }
    if (steps.stream().anyMatch(step -> step.operator().equals("stem"))) {
      requirements.add(PythonScorer.STEMMER);
    }
    return requirements;
  }

  private static String pythonEnvironment() {
    return """
    python: "%s"
    build_dependencies:
    - pip
    dependencies:
    - -r requirements.txt
    """
        .formatted(PYTHON_VERSION);
  }

  private static String condaEnvironment() {
    return """
    name: mlflow-env
    channels:
    - conda-forge
    dependencies:
    - python=%s
    - pip
    - pip:
      - -r requirements.txt
    """
        .formatted(PYTHON_VERSION);
  }

  private String model(boolean portable, boolean hasExample) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("artifact_path: ").append(quoted(description.name())).append('\n');
    text.append("flavors:\n").append(portable ? scorerFlavor() : sparkFunctionFlavor());
    if (has(PackagePart.SPARK_ML)) {
      text.append(sparkFlavor());
    }
    text.append("model_uuid: ").append(quoted(id())).append('\n');
    if (hasExample) {
      text.append(MlflowExample.INFO);
    }
    text.append("signature:\n");
    MlflowSchema schema = new MlflowSchema(description.signature());
    text.append("  inputs: ").append(singleQuoted(schema.inputs())).append('\n');
    boolean drops = steps.stream().anyMatch(step -> DROPPING.contains(step.operator()));
    text.append("  outputs: ").append(singleQuoted(schema.outputs(drops))).append('\n');
    text.append("  params: null\n");
    text.append("utc_time_created: ").append(quoted(CREATED.format(description.created())));
    return text.append('\n').toString();
  }

  private static String scorerFlavor() {
    return """
      python_function:
        code: %s
        data: %s
        env:
          conda: conda.yaml
          virtualenv: python_env.yaml
        loader_module: %s
        python_version: "%s"
    """
        .formatted(
            SCORER.toString().replace('\\', '/'),
            PackagePart.SCORING.path(),
            PythonScorer.MODULE,
            PYTHON_VERSION);
  }

  private static String sparkFunctionFlavor() {
    return """
      python_function:
        data: %s
        env:
          conda: conda.yaml
          virtualenv: python_env.yaml
        loader_module: mlflow.spark
        python_version: "%s"
    """
        .formatted(PackagePart.SPARK_ML.path(), PYTHON_VERSION);
  }

  private String sparkFlavor() throws IOException {
    return """
      spark:
        code: null
        model_class: pyspark.ml.pipeline.PipelineModel
        model_data: %s
        pyspark_version: %s
    """
        .formatted(PackagePart.SPARK_ML.path(), quoted(sparkVersion().orElse("")));
  }

  /** The version of Spark that wrote {@code sparkml/}, if its metadata tell. */
  private Optional<String> sparkVersion() throws IOException {
    Path metadata = directory.resolve(PackagePart.SPARK_ML.path()).resolve("metadata");
    if (!Files.isDirectory(metadata)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(metadata)) {
      for (Path file : files.sorted().toList()) {
        if (String.valueOf(file.getFileName()).startsWith("part-")) {
          JsonNode version = JSON.readTree(Files.readString(file)).path("sparkVersion");
          if (version.isTextual()) {
            return Optional.of(version.textValue());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The same for the same model of the same run. */
  private String id() {
    String name = description.run() + "/" + description.name();
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString().replace("-", "");
  }

  /** A text as YAML: JSON's form of it is one of YAML's. */
  private static String quoted(String text) throws JsonProcessingException {
    return JSON.writeValueAsString(text);
  }

  /** JSON within YAML, without another layer of escapes. */
  private static String singleQuoted(String json) {
    return "'" + json.replace("'", "''") + "'";
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text, UTF_8);
  }
}
