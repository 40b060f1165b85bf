package io.millrace.stages.transform;

import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.millrace.api.Fit;
import io.millrace.api.FittedTransformer;
import io.millrace.api.StageContext;
import io.millrace.api.error.Problems;
import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.Simple;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.api.schema.Schema;
import io.millrace.api.scoring.ScoringExport;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.api.store.StateDirectory;
import io.millrace.spark.api.Columns;
import io.millrace.spark.api.SparkMlExport;
import io.millrace.spark.scoring.ColumnSteps;
import io.millrace.spark.scoring.SqlScoring;
import io.millrace.spark.scoring.StepDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Puts columns into one vector, slot by slot as Spark ML's assembler does, keeping the ML
 * attributes of its inputs. Unlike that one it starts no job, and its errors name the column.
 */
final class Assemble extends RowWiseTransformer {
  private final AssembleOptions options;

  Assemble(AssembleOptions options) {
    this.options = options;
    // Refuses columns named twice.
    ColumnPairs.of(options.columns(), null, "");
  }

  @Override
  List<String> columns() {
    return options.columns();
  }

  @Override
  Optional<String> stockObstacle() {
    List<String> names = new ArrayList<>(options.columns());
    names.add(options.output());
    return SparkMlExport.obstacle(names);
  }

  @Override
  public Optional<Set<String>> setsOnly() {
    return options.handleInvalid() == HandleInvalid.SKIP
        ? Optional.empty()
        : Optional.of(Set.of(options.output()));
  }

  @Override
  public boolean learns() {
    return false;
  }

  @Override
  public Schema schema(Schema input, Problems problems) {
    ColumnPairs.check(
        input,
        options.columns(),
        type -> type.isNumeric() || type == Simple.BOOLEAN || type instanceof VectorOf,
        "transform/assemble takes numbers, booleans and vectors: number texts with"
            + " transform/string-index",
        problems);
    return input.with(
        io.millrace.api.schema.Column.required(options.output(), new VectorOf(size(input))));
  }

  private int size(Schema input) {
    int size = 0;
    for (String name : options.columns()) {
      LogicalType type =
          input.column(name).map(io.millrace.api.schema.Column::type).orElse(Simple.DOUBLE);
      if (!input.isKnown()
          || (type instanceof VectorOf vector && vector.size() == VectorOf.UNKNOWN_SIZE)) {
        return VectorOf.UNKNOWN_SIZE;
      }
      size += type instanceof VectorOf vector ? vector.size() : 1;
    }
    return size;
  }

  @Override
  public Fit<Dataset<Row>> fit(Dataset<Row> train, StageContext<Dataset<Row>> context) {
    return Fit.of(new Assembly(options));
  }

  @Override
  public FittedTransformer<Dataset<Row>> load(StateDirectory state) {
    return new Assembly(options);
  }

  /** Nothing was learnt: the options are all there is. */
  private record Assembly(AssembleOptions options)
      implements FittedTransformer<Dataset<Row>>, SparkMlExport, ScoringExport<Dataset<Row>> {
    @Override
    public Dataset<Row> apply(Dataset<Row> frame) {
      List<StructField> fields = new ArrayList<>();
      for (String name : options.columns()) {
        fields.add(frame.schema().fields()[frame.schema().fieldIndex(name)]);
      }
      Dataset<Row> rows = frame;
      Column[] inputs = new Column[fields.size()];
      for (int i = 0; i < inputs.length; i++) {
        Column column = Columns.col(fields.get(i).name());
        if (options.handleInvalid() == HandleInvalid.SKIP) {
          rows = rows.where(isUsable(column, fields.get(i)));
        }
        inputs[i] = isVector(fields.get(i)) ? column : column.cast("double");
      }
      boolean keep = options.handleInvalid() == HandleInvalid.KEEP;
      Slots slots = Slots.of(fields, keep);
      Column vector =
          udf(new VectorOfRow(slots, keep), SQLDataTypes.VectorType())
              .asNonNullable()
              .apply(struct(inputs));
      return Columns.with(
          rows,
          Map.of(options.output(), vector.as(options.output(), slots.metadata(options.output()))));
    }

    @Override
    public List<ScoringStep> scoring(Dataset<Row> frame) {
      StepDraft draft = new StepDraft(frame);
      List<String> columns = options.columns();
      if (options.handleInvalid() == HandleInvalid.KEEP) {
        draft.add(ColumnSteps.assembleKeeping(columns, options.output(), draft));
        return draft.steps();
      }
      for (String name : columns) {
        if (options.handleInvalid() == HandleInvalid.SKIP) {
          draft.add(
              SqlScoring.where(
                  frame,
                  isUsable(Columns.col(name), draft.field(name)),
                  "the column '%s' holds no number, or no vector".formatted(name)));
        }
      }
      draft.add(
          ColumnSteps.assemble(
              columns,
              options.output(),
              "set handleInvalid of transform/assemble to skip or keep",
              draft));
      return draft.steps();
    }

    private static Column isUsable(Column column, StructField field) {
      boolean floating =
          field.dataType().equals(DataTypes.DoubleType)
              || field.dataType().equals(DataTypes.FloatType);
      return column.isNotNull().and(floating ? isnan(column).unary_$bang() : lit(true));
    }

    private static boolean isVector(StructField field) {
      return field.dataType().equals(SQLDataTypes.VectorType());
    }

    @Override
    public void save(StateDirectory state) {
      // Nothing was learnt.
    }

    @Override
    public List<Transformer> sparkMl() {
      return List.of(
          new VectorAssembler()
              .setInputCols(options.columns().toArray(String[]::new))
              .setOutputCol(options.output())
              .setHandleInvalid(options.handleInvalid().name().toLowerCase(Locale.ROOT)));
    }
  }
}
