package io.millrace.stages.train.recommend;

import io.millrace.api.ColumnUse;
import io.millrace.api.ExportForm;
import io.millrace.api.Exportable;
import io.millrace.api.Model;
import io.millrace.api.StageContext;
import io.millrace.api.Trainer;
import io.millrace.api.TrainingData;
import io.millrace.api.error.MillraceException;
import io.millrace.api.error.Problems;
import io.millrace.api.error.StandardError;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.Schema;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlParams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trains by Spark ML's alternating least squares, which knows users and items by int numbers. */
final class AlsTrainer implements Trainer<Dataset<Row>>, Exportable {
  private static final String CHECKPOINTS = "spark.checkpoint.dir";

  private final AlsOptions options;

  AlsTrainer(AlsOptions options) {
    this.options = options;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    String id = "names nobody: a string or a whole number does";
    check(input, "user", options.user(), AlsTrainer::isId, id, problems);
    check(input, "item", options.item(), AlsTrainer::isId, id, problems);
    label()
        .ifPresent(
            rating ->
                check(input, "rating", rating, LogicalType::isNumeric, "is no number", problems));
    return predictions(input, problems);
  }

  private Schema predictions(Schema input, Problems problems) {
    if (options.recommend() == null) {
      return AlsModel.ADDED.addedTo(input, problems);
    }
    Optional<LogicalType> listed = input.column(options.listed()).map(Column::type);
    Schema lists = TopLists.added(listed.orElse(Simple.STRING)).addedTo(input, problems);
    return listed.isPresent() ? lists : Schema.unknown();
  }

  private static boolean isId(LogicalType type) {
    return type == Simple.STRING || type == Simple.INT || type == Simple.LONG;
  }

  private static void check(
      Schema input,
      String option,
      String name,
      Predicate<LogicalType> fits,
      String what,
      Problems problems) {
    Optional<Column> column = input.column(name).filter(found -> !fits.test(found.type()));
    column.ifPresent(
        found ->
            problems.report(
                option,
                StandardError.COLUMN_TYPE,
                "column '%s' of type %s %s".formatted(name, found.type().text(), what)));
  }

  @Override
  public ColumnUse reads(Schema input) {
    return ColumnUse.of(options.read());
  }

  @Override
  public Set<ExportForm> exportForms() {
    return EnumSet.of(ExportForm.SCORING);
  }

  @Override
  public Optional<String> label() {
    return Optional.ofNullable(options.rating());
  }

  @Override
  public Optional<String> weight() {
    return Optional.empty();
  }

  /** The check, the users, the items, and the ratings, which Spark ML keeps in blocks. */
  @Override
  public Passes passes() {
    return new Passes(4, false);
  }

  @Override
  public Model<Dataset<Row>> train(
      TrainingData<Dataset<Row>> data, StageContext<Dataset<Row>> context) {
    context.checkCancelled();
    Ratings ratings = Ratings.of(data.train(), options);
    context.rows(ratings.rows());
    // One for each call: trials share the stage's directory, and run side by side.
    Path scratch = scratch(context);
    FactorTable users = FactorTable.numbered(ratings, Ratings.USER, scratch.resolve("users"));
    FactorTable items = FactorTable.numbered(ratings, Ratings.ITEM, scratch.resolve("items"));
    Dataset<Row> numbered = items.numbering(users.numbering(ratings.frame()));
    context.checkCancelled();
    ALSModel learnt = learn(numbered, scratch, context.seed());
    // Written at once: what Spark ML hands out hangs on its blocks in memory and on checkpoints.
    return new AlsModel(
        options,
        ratings.mean(),
        described(users, learnt.userFactors(), numbered, scratch.resolve("user-factors")),
        described(items, learnt.itemFactors(), numbered, scratch.resolve("item-factors")));
  }

  /** With what lists need beside the numbers that were learnt. */
  private Path described(
      FactorTable table, Dataset<Row> factors, Dataset<Row> numbered, Path directory) {
    Recommend recommend = options.recommend();
    if (recommend == null) {
      return table.described(factors, directory);
    }
    if (table.side().equals(recommend.listsItems() ? Ratings.ITEM : Ratings.USER)) {
      return table.described(factors, List.of(FactorTable.NUMBER, FactorTable.ROWS), directory);
    }
    if (!recommend.excludeSeen()) {
      return table.described(factors, directory);
    }
    String other = recommend.listsItems() ? Ratings.ITEM : Ratings.USER;
    Dataset<Row> seen = table.seen(numbered, other);
    return table.described(
        factors.join(seen, Columns.col("id").equalTo(Columns.col("place"))).drop("place"),
        List.of(FactorTable.SEEN),
        directory);
  }

  private static Path scratch(StageContext<Dataset<Row>> context) {
    try {
      return Files.createTempDirectory(context.scratch(), "als");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ALSModel learn(Dataset<Row> numbered, Path scratch, long seed) {
    SparkContext spark = numbered.sparkSession().sparkContext();
    if (!spark.conf().contains(CHECKPOINTS)) {
      // Anew for each training: the one before may belong to a run that has cleaned up since.
      spark.setCheckpointDir(scratch.resolve("checkpoints").toUri().toString());
    }
    ALS als = new ALS();
    SparkMlParams.set(als, options, AlsOptions.OWN);
    als.setSeed(seed)
        .setUserCol(Ratings.USER)
        .setItemCol(Ratings.ITEM)
        .setRatingCol(Ratings.RATING);
    try {
      return als.fit(numbered);
    } catch (Exception e) { // Scala throws checked exceptions without declaring them.
      refuseSingular(e, options.rank());
      throw e;
    }
  }

  private static void refuseSingular(Throwable failure, int rank) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (String.valueOf(cause.getMessage()).contains("singular matrix")) {
        throw new MillraceException(
            StandardError.UNUSABLE_COLUMN,
            "The ratings are too few to tell %d numbers of each user and item: lower rank, or raise regParam above 0."
                .formatted(rank),
            failure);
      }
    }
  }

  @Override
  public Model<Dataset<Row>> load(StateDirectory state) {
    return AlsModel.load(options, state);
  }
}
