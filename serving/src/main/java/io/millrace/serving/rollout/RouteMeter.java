package io.millrace.serving.rollout;

import io.millrace.serving.model.Answer;
import io.millrace.serving.model.AnswerListener;
import io.millrace.serving.model.Failure;
import io.millrace.serving.model.PredictionValue;
import io.millrace.serving.model.ServedModel;
import org.jspecify.annotations.Nullable;

/** Keeps the figures of the routes, by which canaries are judged. */
final class RouteMeter implements AnswerListener {
  /** More would make the thread of a large request work for the figures only. */
  private static final int ROWS_SAMPLED = 64;

  private final StateCell state;

  RouteMeter(StateCell state) {
    this.state = state;
  }

  @Override
  public void answered(Answer answer) {
    RouteFigures figures = figures(answer.model(), answer.route());
    if (figures != null) {
      note(answer, figures);
    }
  }

  private static void note(Answer answer, RouteFigures figures) {
    figures.answered(answer.nanos());
    int column = PredictionValue.column(answer.outputs().columns());
    for (int row = 0; row < Math.min(ROWS_SAMPLED, answer.outputs().rows()); row++) {
      figures.predicted(PredictionValue.of(answer.outputs(), row, column));
    }
  }

  @Override
  public void failed(Failure failure) {
    RouteFigures figures = figures(failure.model(), failure.route());
    if (figures != null) {
      figures.failed();
    }
  }

  /** The server's limits say nothing of a version. */
  @Override
  public void turnedAway(Failure failure) {}

  /** Null, if the route has another version by now. */
  private @Nullable RouteFigures figures(ServedModel served, String target) {
    ModelState model = state.get().models().get(served.name());
    if (model == null) {
      return null;
    }
    for (Route route : model.routes()) {
      if (route.target().equals(target)) {
        return route.current().model() == served ? route.figures() : null;
      }
    }
    return null;
  }
}
