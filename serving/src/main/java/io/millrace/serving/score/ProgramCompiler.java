package io.millrace.serving.score;

import static io.millrace.api.error.StandardError.PACKAGE_CORRUPT;

import io.millrace.api.error.MillraceException;
import io.millrace.api.schema.Column;
import io.millrace.api.scoring.ScoringStep;
import io.millrace.model.scoring.PreparedStep;
import io.millrace.model.scoring.ScoringProgram;
import io.millrace.model.scoring.StepParams;
import io.millrace.model.scoring.StepWork;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives each column of a program a slot, and prepares the steps that its outputs need. */
final class ProgramCompiler {
  private final ScoringProgram program;
  private final Operators operators;
  private final Map<String, Place> places = new HashMap<>();
  private int slots;

  ProgramCompiler(ScoringProgram program, Operators operators) {
    this.program = program;
    this.operators = operators;
  }

  /** Where a column lies that has that name now. */
  private record Place(Column column, int slot) {}

  Scorer compile() {
    program.inputs().forEach(this::add);
    List<StepWork> works = new ArrayList<>();
    List<ScoringStep> steps = needed();
    for (ScoringStep step : steps) {
      works.add(prepare(step));
    }
    List<Place> outputs =
        program.outputs().stream().map(name -> find(name, "the outputs")).toList();
    return new Scorer(
        program.inputs(),
        outputs.stream().map(Place::column).toList(),
        outputs.stream().mapToInt(Place::slot).toArray(),
        works,
        modelBegins(steps),
        slots);
  }

  private int modelBegins(List<ScoringStep> steps) {
    int first = 0;
    while (first < steps.size()
        && steps.get(first).outputs().stream()
            .noneMatch(column -> program.outputs().contains(column.name()))) {
      first++;
    }
    return first;
  }

  /** The steps without those that set only columns that nobody reads; what may drop rows stays. */
  private List<ScoringStep> needed() {
    Set<String> read = new HashSet<>(program.outputs());
    List<ScoringStep> needed = new ArrayList<>();
    for (int i = program.steps().size() - 1; i >= 0; i--) {
      ScoringStep step = program.steps().get(i);
      List<String> names = step.outputs().stream().map(Column::name).toList();
      if (names.isEmpty() || names.stream().anyMatch(read::contains)) {
        names.forEach(read::remove);
        read.addAll(step.inputs());
        needed.add(0, step);
      }
    }
    return needed;
  }

  private StepWork prepare(ScoringStep step) {
    String where = "the step '" + step.operator() + "'";
    List<Place> inputs = step.inputs().stream().map(name -> find(name, where)).toList();
    List<Place> outputs = step.outputs().stream().map(this::add).toList();
    StepParams params = new StepParams(step);
    StepWork work =
        operators.operator(step.operator()).prepare(new Prepared(params, inputs, outputs));
    params.requireAllAsked();
    return work;
  }

  private Place add(Column column) {
    Place place = new Place(column, slots++);
    places.put(column.name(), place);
    return place;
  }

  private Place find(String name, String where) {
    Place place = places.get(name);
    if (place == null) {
      throw new MillraceException(
          PACKAGE_CORRUPT, "No column '%s' is there for %s.".formatted(name, where));
    }
    return place;
  }

  private final class Prepared implements PreparedStep {
    private final StepParams params;
    private final List<Place> inputs;
    private final List<Place> outputs;

    Prepared(StepParams params, List<Place> inputs, List<Place> outputs) {
      this.params = params;
      this.inputs = inputs;
      this.outputs = outputs;
    }

    @Override
    public StepParams params() {
      return params;
    }

    @Override
    public int inputs() {
      return inputs.size();
    }

    @Override
    public Column input(int index) {
      return inputs.get(index).column();
    }

    @Override
    public int inputSlot(int index) {
      return inputs.get(index).slot();
    }

    @Override
    public int outputs() {
      return outputs.size();
    }

    @Override
    public Column output(int index) {
      return outputs.get(index).column();
    }

    @Override
    public int outputSlot(int index) {
      return outputs.get(index).slot();
    }

    @Override
    public int newSlot() {
      return slots++;
    }
  }
}
