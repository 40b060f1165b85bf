package io.millrace.spark.api;

import io.millrace.api.EvaluationTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LinearSVCModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.OneVsRestModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.regression.AFTSurvivalRegressionModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.GeneralizedLinearRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/**
 * What a model itself says of the slots of its vector: of trees their importance, which adds up to
 * 1; of linear models the coefficients, each per unit of its feature, so that those of features of
 * different scale can't be compared.
 *
 * @param title what it is, {@code importance} or {@code coefficient}
 * @param byClass a number for each slot, by class; where classes share them, under {@link #ALL}
 */
public record SlotWeights(String title, Map<String, Vector> byClass) {
  /** All classes, or the predicted number. */
  public static final String ALL = "";

  private static final String IMPORTANCE = "importance";
  private static final String COEFFICIENT = "coefficient";

  /** Slots that matter less are left out. */
  private static final int MOST_ROWS = 100;

  /** Keeps the classes in order. */
  public SlotWeights {
    byClass = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(byClass));
  }

  /** The importance of slots, whatever the class. */
  public static SlotWeights importance(Vector importance) {
    return new SlotWeights(IMPORTANCE, Map.of(ALL, importance));
  }

  /**
   * What a stock model says.
   *
   * @param classes those that its numbers stand for; empty for regression
   * @return empty if the model knows no such numbers
   */
  static Optional<SlotWeights> of(Transformer model, List<String> classes) {
    if (model instanceof LogisticRegressionModel logistic
        && logistic.coefficientMatrix().numRows() > 1) {
      return Optional.of(
          new SlotWeights(COEFFICIENT, byClass(logistic.coefficientMatrix().rowIter(), classes)));
    }
    if (model instanceof OneVsRestModel each) {
      return ofEach(each.models(), classes);
    }
    Vector importance = ofTrees(model);
    if (importance != null) {
      return Optional.of(importance(importance));
    }
    return Optional.ofNullable(ofLine(model))
        .map(coefficients -> new SlotWeights(COEFFICIENT, Map.of(ALL, coefficients)));
  }

  private static Map<String, Vector> byClass(Iterator<Vector> rows, List<String> classes) {
    Map<String, Vector> found = new LinkedHashMap<>();
    for (int i = 0; rows.hasNext(); i++) {
      found.put(classes.get(i), rows.next());
    }
    return found;
  }

  private static Optional<SlotWeights> ofEach(Model<?>[] models, List<String> classes) {
    Map<String, Vector> found = new LinkedHashMap<>();
    String title = COEFFICIENT;
    for (int i = 0; i < models.length; i++) {
      Optional<SlotWeights> own = of(models[i], List.of());
      if (own.isEmpty()) {
        return Optional.empty();
      }
      title = own.get().title();
      found.put(classes.get(i), own.get().byClass().values().iterator().next());
    }
    return Optional.of(new SlotWeights(title, found));
  }

  private static @Nullable Vector ofTrees(Transformer model) {
    if (model instanceof RandomForestClassificationModel forest) {
      return forest.featureImportances();
    } else if (model instanceof RandomForestRegressionModel forest) {
      return forest.featureImportances();
    } else if (model instanceof DecisionTreeClassificationModel tree) {
      return tree.featureImportances();
    } else if (model instanceof DecisionTreeRegressionModel tree) {
      return tree.featureImportances();
    } else if (model instanceof GBTClassificationModel boosted) {
      return boosted.featureImportances();
    } else if (model instanceof GBTRegressionModel boosted) {
      return boosted.featureImportances();
    }
    return null;
  }

  private static @Nullable Vector ofLine(Transformer model) {
    if (model instanceof LogisticRegressionModel logistic) {
      return logistic.coefficients();
    } else if (model instanceof LinearSVCModel machine) {
      return machine.coefficients();
    } else if (model instanceof LinearRegressionModel linear) {
      return linear.coefficients();
    } else if (model instanceof GeneralizedLinearRegressionModel generalized) {
      return generalized.coefficients();
    } else if (model instanceof AFTSurvivalRegressionModel survival) {
      return survival.coefficients();
    }
    return null;
  }

  private record Weight(String of, int slot, double value) {
    private static final Comparator<Weight> BY_SIZE =
        Comparator.comparingDouble((Weight weight) -> -Math.abs(weight.value()))
            .thenComparing(Weight::slot)
            .thenComparing(Weight::of);
  }

  /**
   * The curve {@code importance}: the largest numbers first, none that is 0, with the class in a
   * third column where classes have numbers of their own.
   *
   * @param features the vector, whose slots have the names of its attributes, or their place in it
   */
  EvaluationTable curve(StructField features) {
    AttributeGroup group = AttributeGroup.fromStructField(features);
    boolean isOfAll = byClass.containsKey(ALL);
    List<List<String>> rows = new ArrayList<>();
    for (Weight weight : largest()) {
      String name = name(group, features.name(), weight.slot());
      String value = Double.toString(weight.value());
      rows.add(isOfAll ? List.of(name, value) : List.of(name, value, weight.of()));
    }
    return new EvaluationTable(
        IMPORTANCE, isOfAll ? List.of("feature", title) : List.of("feature", title, "class"), rows);
  }

  private List<Weight> largest() {
    PriorityQueue<Weight> largest = new PriorityQueue<>(Weight.BY_SIZE.reversed());
    byClass.forEach(
        (of, numbers) -> {
          SparseVector own = numbers.toSparse();
          for (int i = 0; i < own.indices().length; i++) {
            if (!Double.isNaN(own.values()[i])) {
              largest.add(new Weight(of, own.indices()[i], own.values()[i]));
            }
            if (largest.size() > MOST_ROWS) {
              largest.remove();
            }
          }
        });
    return largest.stream().sorted(Weight.BY_SIZE).toList();
  }

  private static String name(AttributeGroup group, String column, int slot) {
    if (group.attributes().isDefined() && slot < group.attributes().get().length) {
      Attribute attribute = group.attributes().get()[slot];
      if (attribute.name().isDefined()) {
        return attribute.name().get();
      }
    }
    return "%s[%d]".formatted(column, slot);
  }
}
