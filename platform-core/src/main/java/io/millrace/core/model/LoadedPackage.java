package io.millrace.core.model;

import static io.millrace.api.error.StandardError.SCHEMA_MISMATCH;

import io.millrace.api.Engine;
import io.millrace.api.FittedTransformer;
import io.millrace.api.Model;
import io.millrace.api.Refiner;
import io.millrace.api.Stage;
import io.millrace.api.StageKind;
import io.millrace.api.Trainer;
import io.millrace.api.Transformer;
import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.Schema;
import io.millrace.model.ModelPackage;
import io.millrace.model.PackageDescription;
import io.millrace.model.PackageStep;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model package ready to predict. Thread-safe. */
public final class LoadedPackage<D> {
  private final ModelPackage source;
  private final List<Step<D>> steps;
  private final Model<D> model;

  private LoadedPackage(ModelPackage source, List<Step<D>> steps, Model<D> model) {
    this.source = source;
    this.steps = List.copyOf(steps);
    this.model = model;
  }

  private record Step<D>(String stage, boolean afterSplit, FittedTransformer<D> fitted) {}

  /** Loads a verified package's steps. */
  public static <D> LoadedPackage<D> load(ModelPackage source, StageResolver<D> stages) {
    List<Step<D>> steps = new ArrayList<>();
    @Nullable Model<D> model = null;
    for (PackageStep step : source.description().steps()) {
      if (step.kind() == StageKind.TRANSFORMER) {
        Transformer<D> stage = (Transformer<D>) stages.stage(step.use(), step.options());
        steps.add(new Step<>(step.stage(), step.afterSplit(), stage.load(source.state(step))));
      } else {
        Stage<D> learnt = stages.stage(step.use(), step.options());
        model =
            learnt instanceof Refiner<D> refiner
                ? refiner.load(trained(model), source.state(step))
                : ((Trainer<D>) learnt).load(source.state(step));
      }
    }
    return new LoadedPackage<>(source, steps, trained(model));
  }

  private static <D> Model<D> trained(@Nullable Model<D> model) {
    if (model == null) {
      throw new IllegalStateException(
          "a package's last steps are its trainer, and what refines its model");
    }
    return model;
  }

  /** The classes in the order of the probability vector; empty if this is no classifier. */
  public List<String> classes() {
    return model.classes();
  }

  /** The model's name. */
  public String name() {
    return source.description().name();
  }

  /** Tells this package from all others. */
  public String packageHash() {
    return source.packageHash();
  }

  /** The names of the columns that predicting adds. */
  public List<String> outputs() {
    return source.description().signature().outputs().stream().map(Column::name).toList();
  }

  /**
   * Predicts rows of the frame that the package starts at.
   *
   * @throws MillraceException SCHEMA_MISMATCH, if a column of the signature is missing or has
   *     another type
   */
  public D predict(D frame, Engine<D> engine) {
    Schema schema = engine.schema(frame);
    requireSignature(schema, source.description());
    return apply(withTruth(frame, schema, engine), false);
  }

  /** Predicts rows of the frame that the split got when the package's model was trained. */
  public D predictBehindSplit(D frame, Engine<D> engine) {
    return apply(withTruth(frame, engine.schema(frame), engine), true);
  }

  /**
   * Checks a schema against the signature.
   *
   * @throws MillraceException SCHEMA_MISMATCH
   */
  public static void requireSignature(Schema schema, PackageDescription description) {
    requireNames(schema, description);
    description
        .signature()
        .inputs()
        .forEach(column -> requireType(column, schema, description.name()));
  }

  /**
   * Checks only that a schema has the signature's columns.
   *
   * @throws MillraceException SCHEMA_MISMATCH
   */
  public static void requireNames(Schema schema, PackageDescription description) {
    description
        .signature()
        .inputs()
        .forEach(column -> requirePresent(column, schema, description.name()));
  }

  private D apply(D frame, boolean onlyBehindSplit) {
    D result = frame;
    for (Step<D> step : steps) {
      if (step.afterSplit() || !onlyBehindSplit) {
        result = step.fitted().apply(result);
      }
    }
    return model.predict(result);
  }

  /**
   * Steps may read the label (a cast of all columns does): nulls stand in for what is not there.
   */
  private D withTruth(D frame, Schema schema, Engine<D> engine) {
    List<Column> absent =
        source.description().signature().unlabelled().stream()
            .filter(column -> !schema.has(column.name()))
            .toList();
    return absent.isEmpty() ? frame : engine.withNulls(frame, absent);
  }

  private static void requirePresent(Column expected, Schema schema, String model) {
    if (!schema.has(expected.name())) {
      throw new MillraceException(
          SCHEMA_MISMATCH,
          "the input lacks the column '%s' (%s) that the model '%s' reads; it has %s"
              .formatted(
                  expected.name(),
                  expected.type().text(),
                  model,
                  String.join(", ", schema.names())));
    }
  }

  private static void requireType(Column expected, Schema schema, String model) {
    Column found = schema.column(expected.name()).orElseThrow();
    if (!found.type().equals(expected.type())) {
      throw new MillraceException(
          SCHEMA_MISMATCH,
          "the input's column '%s' is %s, and the model '%s' was trained on %s; cast it"
              .formatted(expected.name(), found.type().text(), model, expected.type().text()));
    }
  }
}
