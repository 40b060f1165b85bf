package io.millrace.stages.transform;

import io.millrace.spark.api.StockSql;
import io.millrace.stages.transform.FittedInteractions.Factor;
import io.millrace.stages.transform.FittedInteractions.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.FeatureHasher;
import org.apache.spark.ml.feature.Interaction;
import org.apache.spark.ml.feature.VectorAssembler;

/**
 * The stock steps that cross columns, between those that were prepared for it and the vector of all
 * crosses; and the names that columns have meanwhile.
 *
 * @param columns the columns to be crossed, by their places
 * @param crosses the columns of each cross
 * @param factors what each column is crossed as
 * @param buckets the slots of a cross of texts
 */
record CrossSteps(
    List<String> columns, List<List<String>> crosses, List<Factor> factors, int buckets) {
  /** The vector of all crosses. */
  static final String RESULT = "__crosses";

  /** A slot's name as Spark ML makes it of the names of our own. */
  private static final Pattern HELPER =
      Pattern.compile("__c_\\d+_|__v_(\\d+)(?:___x_\\d+)?|__x_(\\d+)");

  /** The name of a prepared column. */
  static String prepared(int place) {
    return "__x_" + place;
  }

  private static String index(int place) {
    return "__i_" + place;
  }

  private static String vector(int place) {
    return "__v_" + place;
  }

  private static String crossed(int cross) {
    return "__c_" + cross;
  }

  private static String key(int cross) {
    return "__k_" + cross;
  }

  /** What follows on the preparation of each column; each step is stock, too. */
  @SuppressWarnings("unchecked") // Each step is both.
  <S> List<S> all() {
    List<Object> steps = new ArrayList<>(encoders());
    for (int cross = 0; cross < crosses.size(); cross++) {
      steps.add(cross(cross));
    }
    steps.add(
        new StockSteps(
            new VectorAssembler()
                .setInputCols(
                    IntStream.range(0, crosses.size())
                        .mapToObj(CrossSteps::crossed)
                        .toArray(String[]::new))
                .setOutputCol(RESULT)));
    return (List<S>) steps;
  }

  /** Makes a vector with attributes of each column that is no number. */
  private List<Object> encoders() {
    List<Object> steps = new ArrayList<>();
    for (int place = 0; place < factors.size(); place++) {
      Factor factor = factors.get(place);
      switch (factor.kind()) {
        case VECTOR ->
            // The assembler gives each slot an attribute, without which they can't be crossed.
            steps.add(
                new StockSteps(
                    new VectorAssembler()
                        .setInputCols(new String[] {prepared(place)})
                        .setOutputCol(vector(place))
                        .setHandleInvalid("keep")));
        case INDEX -> steps.add(oneHot(prepared(place), place, factor.size(), false));
        case TEXT -> {
          // Unseen texts and nulls get an index behind all others, for which there is no slot.
          steps.add(
              new FittedStringIndex(
                  pair(prepared(place), index(place)),
                  HandleInvalid.KEEP,
                  new FittedStringIndex.State(List.of(factor.values()))));
          steps.add(oneHot(index(place), place, factor.size() + 1, true));
        }
        case NUMBER, HASHED_TEXT -> {}
      }
    }
    return steps;
  }

  private static FittedOneHot oneHot(String input, int place, int size, boolean dropLast) {
    return new FittedOneHot(
        pair(input, vector(place)), dropLast, false, new FittedOneHot.State(List.of(size)));
  }

  private static ColumnPairs pair(String input, String output) {
    return new ColumnPairs(Map.of(input, output));
  }

  private StockSteps cross(int cross) {
    List<Transformer> steps = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String column : crosses.get(cross)) {
      int place = columns.indexOf(column);
      switch (factors.get(place).kind()) {
        case NUMBER -> inputs.add(prepared(place));
        case HASHED_TEXT -> texts.add(prepared(place));
        default -> inputs.add(vector(place));
      }
    }
    if (!texts.isEmpty()) {
      boolean alone = inputs.isEmpty();
      inputs.add(alone ? crossed(cross) : "__h_" + cross);
      steps.addAll(hashed(texts, cross, inputs.get(inputs.size() - 1)));
      if (alone) {
        return new StockSteps(List.copyOf(steps));
      }
    }
    steps.add(
        new Interaction().setInputCols(inputs.toArray(String[]::new)).setOutputCol(crossed(cross)));
    return new StockSteps(List.copyOf(steps));
  }

  /** Texts are told apart by their lengths; a row that lacks one of them fills no slot. */
  private List<Transformer> hashed(List<String> texts, int cross, String output) {
    String joined =
        texts.stream()
            .map(text -> "CAST(length(%1$s) AS STRING), ':', %1$s".formatted(text))
            .collect(Collectors.joining(", "));
    String raw = output.equals(crossed(cross)) ? output : "__r_" + cross;
    List<Transformer> steps = new ArrayList<>();
    steps.add(
        StockSql.statement(
            "SELECT *, concat(%s) AS %s FROM __THIS__".formatted(joined, key(cross))));
    steps.add(
        new FeatureHasher()
            .setInputCols(new String[] {key(cross)})
            .setNumFeatures(buckets)
            .setOutputCol(raw));
    if (!raw.equals(output)) {
      steps.add(new VectorAssembler().setInputCols(new String[] {raw}).setOutputCol(output));
    }
    return steps;
  }

  /** The columns with names of our own that the steps leave behind. */
  List<String> helpers() {
    List<String> helpers = new ArrayList<>(List.of(RESULT));
    for (int place = 0; place < factors.size(); place++) {
      helpers.add(prepared(place));
      Kind kind = factors.get(place).kind();
      if (kind == Kind.TEXT) {
        helpers.add(index(place));
      }
      if (kind == Kind.TEXT || kind == Kind.VECTOR || kind == Kind.INDEX) {
        helpers.add(vector(place));
      }
    }
    for (int cross = 0; cross < crosses.size(); cross++) {
      helpers.add(crossed(cross));
      boolean texts = false;
      boolean others = false;
      for (String column : crosses.get(cross)) {
        boolean text = factors.get(columns.indexOf(column)).kind() == Kind.HASHED_TEXT;
        texts |= text;
        others |= !text;
      }
      if (texts) {
        helpers.add(key(cross));
      }
      if (texts && others) {
        helpers.add("__h_" + cross);
        helpers.add("__r_" + cross);
      }
    }
    return helpers;
  }

  /** A slot's name, of the columns' names instead of our own. */
  String named(String helper) {
    return HELPER
        .matcher(helper)
        .replaceAll(
            found -> {
              String place = found.group(1) == null ? found.group(2) : found.group(1);
              return place == null
                  ? ""
                  : Matcher.quoteReplacement(columns.get(Integer.parseInt(place)));
            });
  }
}
