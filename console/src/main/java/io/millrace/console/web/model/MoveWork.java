package io.millrace.console.web.model;

import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.Tracking;
import io.millrace.console.http.HttpProblem;
import io.millrace.console.web.Workspace;
import io.millrace.core.promote.MoveReason;
import io.millrace.core.promote.Promotions;
import io.millrace.core.promote.Promotions.Done;
import io.millrace.core.promote.Promotions.Terms;
import io.millrace.core.promote.VerifiedPackage;
import java.util.OptionalInt;

/** Moves aliases as the command line does. */
final class MoveWork {
  /** Nothing is noted of what is only told. */
  private static final MoveReason NOT_SAID = new MoveReason("not said yet");

  private final ModelRegistry models;
  private final Promotions promotions;

  MoveWork(Workspace workspace) {
    Tracking tracking =
        workspace
            .tracking()
            .orElseThrow(
                () -> HttpProblem.missing("Nothing was run yet, so no model is registered."));
    this.models = tracking.models();
    this.promotions = new Promotions(tracking, workspace.user(), workspace.clock());
  }

  /** What would be done now. */
  Done tell(MoveAsked asked) {
    return apply(asked, NOT_SAID, new Terms(OptionalInt.empty(), true, true));
  }

  /**
   * Does it, if the alias names what the reader saw, and the package is whole.
   *
   * @param expected the version that the page showed; 0 for none
   */
  Done move(MoveAsked asked, MoveReason why, int expected, boolean force) {
    if (asked.version().isPresent()) {
      VerifiedPackage.of(version(asked), models);
    }
    return apply(asked, why, new Terms(OptionalInt.of(expected), force, false));
  }

  private Done apply(MoveAsked asked, MoveReason why, Terms terms) {
    String model = asked.model();
    return switch (asked.action()) {
      case PROMOTE -> promotions.promote(version(asked), asked.alias(), why, terms);
      case ROLLBACK -> promotions.rollback(model, asked.alias(), asked.version(), why, terms);
      case REMOVE -> promotions.remove(model, asked.alias(), why, terms);
    };
  }

  ModelVersion version(MoveAsked asked) {
    return version(asked.model(), asked.version().orElse(0));
  }

  ModelVersion version(String model, int number) {
    return models
        .version(model, number)
        .orElseThrow(
            () -> HttpProblem.missing("Model '%s' has no version %d.".formatted(model, number)));
  }
}
