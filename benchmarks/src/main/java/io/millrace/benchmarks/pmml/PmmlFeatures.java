package io.millrace.benchmarks.pmml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.feature.ImputerModel;
import org.apache.spark.ml.feature.StandardScalerModel;
import org.apache.spark.ml.feature.StringIndexerModel;
import org.apache.spark.sql.Row;

/**
 * What the places of a feature vector mean: first the bits of each category's labels, then the
 * scaled numbers.
 *
 * @param categories the columns of text, each with its labels
 * @param numbers the columns of numbers
 */
record PmmlFeatures(List<Category> categories, List<Number> numbers) {
  /** A column of text. A text that is none of its labels has no bit. */
  record Category(String column, List<String> labels) {}

  /** A column of numbers: what stands for a missing one, and how it is scaled. */
  record Number(String column, double surrogate, double mean, double factor) {
    String scaled() {
      return column + "_scaled";
    }
  }

  /** What one place looks at: a label's bit, or a number where the label is empty. */
  record Place(String field, String label) {
    boolean isBit() {
      return !label.isEmpty();
    }
  }

  /** Those of a pipeline of index, one-hot, impute, assemble, scale, assemble, and a model. */
  static PmmlFeatures of(PipelineModel pipeline) {
    StringIndexerModel index = (StringIndexerModel) pipeline.stages()[0];
    ImputerModel imputer = (ImputerModel) pipeline.stages()[2];
    StandardScalerModel scaler = (StandardScalerModel) pipeline.stages()[4];
    List<Category> categories = new ArrayList<>();
    for (int i = 0; i < index.getInputCols().length; i++) {
      categories.add(
          new Category(index.getInputCols()[i], Arrays.asList(index.labelsArray()[i].clone())));
    }
    List<Number> numbers = new ArrayList<>();
    Row surrogates = imputer.surrogateDF().head();
    for (int i = 0; i < imputer.getInputCols().length; i++) {
      String column = imputer.getInputCols()[i];
      numbers.add(
          new Number(
              column,
              surrogates.<Double>getAs(column),
              scaler.mean().apply(i),
              1 / scaler.std().apply(i)));
    }
    return new PmmlFeatures(categories, numbers);
  }

  /** The places of the vector. */
  List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Category category : categories) {
      category.labels().forEach(label -> places.add(new Place(category.column(), label)));
    }
    numbers.forEach(number -> places.add(new Place(number.scaled(), "")));
    return places;
  }
}
