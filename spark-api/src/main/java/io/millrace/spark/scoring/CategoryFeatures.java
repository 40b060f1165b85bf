package io.millrace.spark.scoring;

import io.millrace.api.scoring.ScoringStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.feature.FeatureHasher;
import org.apache.spark.ml.feature.Interaction;
import org.apache.spark.ml.feature.OneHotEncoderModel;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.ml.feature.VectorAssembler;

/** Spark ML's transformers of categories, and of several columns into one vector. */
final class CategoryFeatures {
  static final List<StockFeature<?>> TABLE =
      List.of(
          StockFeature.ofColumns(
              StringIndexerModel.class,
              CategoryFeatures::stringIndexer,
              "handleInvalid",
              "stringOrderType"),
          StockFeature.ofColumns(
              OneHotEncoderModel.class, CategoryFeatures::oneHot, "handleInvalid", "dropLast"),
          StockFeature.with(
              VectorAssembler.class,
              CategoryFeatures::assembler,
              "inputCols",
              "outputCol",
              "handleInvalid"),
          StockFeature.with(
              FeatureHasher.class,
              CategoryFeatures::hasher,
              "inputCols",
              "outputCol",
              "numFeatures",
              "categoricalCols"),
          StockFeature.with(
              Interaction.class, CategoryFeatures::interaction, "inputCols", "outputCol"));

  private CategoryFeatures() {}

  private static void stringIndexer(StringIndexerModel model, StepDraft draft) {
    List<String> inputs = StepDraft.inputs(model);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      // Spark passes over columns that are not there: of labels, when rows are predicted.
      if (Arrays.asList(draft.frame().columns()).contains(inputs.get(i))) {
        made.add(StepDraft.outputs(model).get(i));
        List<String> labels = List.of(model.labelsArray()[i]);
        draft.add(
            ColumnSteps.index(
                draft.texts(inputs.get(i)),
                made.get(made.size() - 1),
                labels,
                model.getHandleInvalid(),
                "The column '%s' holds %%s: set handleInvalid of StringIndexer to keep or skip."
                    .formatted(inputs.get(i).replace("%", "%%"))));
      }
    }
    if (model.getHandleInvalid().equals("skip")) {
      draft.dropNulls(made, ColumnSteps.UNSEEN);
    }
  }

  private static void oneHot(OneHotEncoderModel model, StepDraft draft) {
    List<String> inputs = StepDraft.inputs(model);
    boolean keeps = model.getHandleInvalid().equals("keep");
    for (int i = 0; i < inputs.size(); i++) {
      int size = model.categorySizes()[i];
      int slots = size + (keeps ? 1 : 0) - (model.getDropLast() ? 1 : 0);
      ScoringStep step =
          ScoringStep.of("one-hot")
              .reading(draft.doubles(inputs.get(i)))
              .adding(StepDraft.outputs(model).get(i), StepDraft.vector(slots))
              .with("categories", size)
              .with("slots", slots)
              .with("keepInvalid", keeps)
              .with("truncates", true)
              .with("keepNull", true);
      draft.add(
          keeps
              ? step
              : step.with(
                  "refusal",
                  "The column '%s' holds %%s, and its categories are 0 to %d: set handleInvalid of OneHotEncoder to keep."
                      .formatted(inputs.get(i).replace("%", "%%"), size - 1)));
    }
  }

  private static void assembler(VectorAssembler stage, StepDraft draft) {
    List<String> columns = List.of(stage.getInputCols());
    draft.add(
        switch (stage.getHandleInvalid()) {
          case "keep" -> ColumnSteps.assembleKeeping(columns, stage.getOutputCol(), draft);
          case "error" ->
              ColumnSteps.assemble(
                  columns,
                  stage.getOutputCol(),
                  "set handleInvalid of VectorAssembler to skip or keep",
                  draft);
          default ->
              throw Refusals.of(
                  "handleInvalid: skip of VectorAssembler has no portable form: use transform/assemble");
        });
  }

  private static void hasher(FeatureHasher stage, StepDraft draft) {
    List<String> columns = List.of(stage.getInputCols());
    draft.add(
        ColumnSteps.hash(
            columns,
            columns,
            stage.isSet(stage.categoricalCols()) ? List.of(stage.getCategoricalCols()) : List.of(),
            stage.getOutputCol(),
            stage.getNumFeatures()));
  }

  private static void interaction(Interaction stage, StepDraft draft) {
    ScoringStep step = ScoringStep.of("interact");
    List<Integer> slots = new ArrayList<>();
    List<Integer> categories = new ArrayList<>();
    int size = 1;
    for (String column : stage.getInputCols()) {
      boolean vector = draft.isVector(column);
      List<Attribute> attributes =
          vector
              ? List.of(AttributeGroup.fromStructField(draft.field(column)).attributes().get())
              : List.of(Attribute.fromStructField(draft.field(column)));
      step = step.reading(vector ? column : draft.doubles(column));
      slots.add(attributes.size());
      int own = 0;
      for (Attribute attribute : attributes) {
        int count =
            attribute instanceof NominalAttribute nominal
                ? (Integer) nominal.getNumValues().get()
                : 0;
        categories.add(count);
        own += Math.max(1, count);
      }
      size = Math.multiplyExact(size, own);
    }
    draft.add(
        step.adding(stage.getOutputCol(), StepDraft.vector(size))
            .withArray("slots", slots.stream().mapToInt(Integer::intValue).toArray())
            .withArray("categories", categories.stream().mapToInt(Integer::intValue).toArray()));
  }
}
