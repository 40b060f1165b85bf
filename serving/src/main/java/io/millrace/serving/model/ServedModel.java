package io.millrace.serving.model;

import static io.millrace.api.error.StandardError.NOT_SERVABLE;
import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;
import static io.millrace.serving.model.CallRefused.Reason.TOO_SLOW;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackagePart;
import io.millrace.model.Signature;
import io.millrace.model.scoring.RowRefused;
import io.millrace.model.scoring.ScoringFormat;
import io.millrace.model.scoring.ScoringRow;
import io.millrace.serving.score.Operators;
import io.millrace.serving.score.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One version of a model, loaded and ready to answer. Immutable: threads share it. */
public final class ServedModel {
  /** So many rows are scored between two looks at the clock. */
  private static final int ROWS_BETWEEN_LOOKS = 64;

  private final String name;
  private final String version;
  private final ModelPackage modelPackage;
  private final Scorer scorer;
  private final ThreadLocal<ScoringRow> row;
  private final int[] inputSlots;
  private final ValueKind[] inputKinds;
  private final int[] unlabelledSlots;
  private final ValueKind[] outputKinds;
  private final ConcurrentHashMap<Class<?>, Object> derived = new ConcurrentHashMap<>();

  private ServedModel(String name, String version, ModelPackage modelPackage, Scorer scorer) {
    this.name = name;
    this.version = version;
    this.modelPackage = modelPackage;
    this.scorer = scorer;
    row = ThreadLocal.withInitial(scorer::newRow);
    List<String> taken = scorer.inputs().stream().map(Column::name).toList();
    inputSlots = inputs().stream().mapToInt(column -> taken.indexOf(column.name())).toArray();
    inputKinds = kinds(inputs());
    unlabelledSlots = otherThan(inputs().stream().map(Column::name).toList(), taken);
    outputKinds = kinds(outputs());
  }

  /**
   * Makes a verified package ready to answer.
   *
   * @param name what requests call it
   * @param version what requests call this version of it
   * @throws MillraceException NOT_SERVABLE if the package has no portable form; PACKAGE_CORRUPT or
   *     PACKAGE_TOO_NEW if these operators can't run it, or it takes columns that its signature
   *     does not know
   */
  public static ServedModel load(
      String name, String version, ModelPackage modelPackage, Operators operators) {
    Path scoring =
        modelPackage
            .part(PackagePart.SCORING)
            .orElseThrow(
                () ->
                    new MillraceException(
                        NOT_SERVABLE,
                        "The model package at %s has no scoring/: a stage of its pipeline has no portable form, as 'millrace plan' tells."
                            .formatted(modelPackage.directory())));
    try {
      Scorer scorer = Scorer.of(ScoringFormat.read(scoring), operators);
      requireSignature(modelPackage, scorer);
      return new ServedModel(name, version, modelPackage, scorer);
    } catch (IOException e) {
      throw new MillraceException(
          PACKAGE_CORRUPT, "%s can't be read (%s).".formatted(scoring, e), e);
    }
  }

  /** What requests call the model. */
  public String name() {
    return name;
  }

  /** What requests call this version. */
  public String version() {
    return version;
  }

  /** The run that made it. */
  public String run() {
    return description().run();
  }

  /** SHA-256 over the package's list of files, in hexadecimal. */
  public String packageHash() {
    return modelPackage.packageHash();
  }

  /** What {@code model.json} says. */
  public PackageDescription description() {
    return modelPackage.description();
  }

  /** The package. */
  public ModelPackage modelPackage() {
    return modelPackage;
  }

  /** The columns that it takes and gives. */
  public Signature signature() {
    return description().signature();
  }

  /** The columns of {@link InputRows}. */
  public List<Column> inputs() {
    return signature().inputs();
  }

  /** The columns of {@link ScoredRows}: what the portable form gives. */
  public List<Column> outputs() {
    return scorer.outputs();
  }

  /** The classes in the order of the probability vector; empty if this is no classifier. */
  public List<String> classes() {
    return description().classes();
  }

  /** What scores its rows. */
  public Scorer scorer() {
    return scorer;
  }

  /**
   * What others prepare for a model once and need for each request, as a codec does; kept as long
   * as the model is.
   *
   * @param make called if nothing of that type is there yet; of what several threads make at once,
   *     one is kept
   */
  public <T> T derived(Class<T> type, Function<ServedModel, T> make) {
    Object there = derived.get(type);
    if (there == null) {
      T made = make.apply(this);
      Object before = derived.putIfAbsent(type, made);
      there = before == null ? made : before;
    }
    return type.cast(there);
  }

  /**
   * Scores rows.
   *
   * @param inputs rows whose cells are all set, of {@link #inputs}
   * @param deadline in {@link System#nanoTime} time; looked at now and then
   * @throws CallRefused BAD_INPUT if a stage fails on a row, TOO_SLOW if the deadline passed
   */
  public ScoredRows score(InputRows inputs, long deadline) {
    ScoredRows scored = new ScoredRows(outputs(), inputs.rows());
    ScoringRow buffer = row.get();
    for (int i = 0; i < inputs.rows(); i++) {
      if (i % ROWS_BETWEEN_LOOKS == 0 && System.nanoTime() - deadline > 0) {
        throw new CallRefused(
            TOO_SLOW,
            "The time limit passed when %d of %d rows were scored.".formatted(i, inputs.rows()));
      }
      scoreRow(buffer, inputs, i, scored);
    }
    return scored;
  }

  private void scoreRow(ScoringRow buffer, InputRows inputs, int index, ScoredRows scored) {
    buffer.renew();
    for (int i = 0; i < inputSlots.length; i++) {
      inputs.fill(buffer, inputSlots[i], inputKinds[i], index, i);
    }
    for (int slot : unlabelledSlots) {
      buffer.setNull(slot);
    }
    try {
      if (index == 0 ? scoreTimed(buffer, scored) : scorer.score(buffer)) {
        for (int i = 0; i < outputKinds.length; i++) {
          scored.take(buffer, scorer.outputSlot(i), outputKinds[i], index, i);
        }
        return;
      }
    } catch (RowRefused e) {
      throw CallRefused.badInput("Row %d is refused: %s".formatted(index, e.getMessage()));
    }
    scored.drop(index, String.valueOf(buffer.dropReason()));
  }

  /** Of a request's first row, what its phases take is measured: its other rows are as it is. */
  private boolean scoreTimed(ScoringRow buffer, ScoredRows scored) {
    long begun = System.nanoTime();
    boolean kept = scorer.transform(buffer);
    long transformed = System.nanoTime();
    boolean predicted = kept && scorer.predict(buffer);
    scored.timed(transformed - begun, System.nanoTime() - transformed);
    return predicted;
  }

  private static void requireSignature(ModelPackage modelPackage, Scorer scorer) {
    Signature signature = modelPackage.description().signature();
    List<String> known =
        java.util.stream.Stream.concat(signature.inputs().stream(), signature.unlabelled().stream())
            .map(Column::name)
            .toList();
    List<String> taken = scorer.inputs().stream().map(Column::name).toList();
    for (String name : taken) {
      if (!known.contains(name)) {
        throw mismatch(
            modelPackage, "the column '" + name + "', which its signature does not name");
      }
    }
    for (Column column : signature.inputs()) {
      int at = taken.indexOf(column.name());
      if (at < 0) {
        throw mismatch(
            modelPackage, "no column '" + column.name() + "', which its signature names");
      }
      // By their text, which is what scoring/ holds of types: it tells no fields' nullability.
      if (!scorer.inputs().get(at).type().text().equals(column.type().text())) {
        throw mismatch(
            modelPackage,
            "the column '%s' as %s, which its signature names as %s"
                .formatted(
                    column.name(), scorer.inputs().get(at).type().text(), column.type().text()));
      }
    }
  }

  private static MillraceException mismatch(ModelPackage modelPackage, String what) {
    return new MillraceException(
        PACKAGE_CORRUPT,
        "The model package at %s contradicts itself: its scoring/ takes %s."
            .formatted(modelPackage.directory(), what));
  }

  private static ValueKind[] kinds(List<Column> columns) {
    return columns.stream().map(column -> ValueKind.of(column.type())).toArray(ValueKind[]::new);
  }

  private static int[] otherThan(List<String> names, List<String> taken) {
    return java.util.stream.IntStream.range(0, taken.size())
        .filter(slot -> !names.contains(taken.get(slot)))
        .toArray();
  }
}
