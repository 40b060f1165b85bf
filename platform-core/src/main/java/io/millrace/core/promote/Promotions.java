package io.millrace.core.promote;

import static java.util.Objects.requireNonNull;

import io.millrace.api.error.MillraceException;
import io.millrace.api.error.StandardError;
import io.millrace.api.tracking.AliasChange;
import io.millrace.api.tracking.AliasMove;
import io.millrace.api.tracking.AliasName;
import io.millrace.api.tracking.ModelRegistry;
import io.millrace.api.tracking.ModelVersion;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.api.tracking.Tracking;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Moves of aliases by hand. Each is one step of the registry: with an expected version it happens
 * only if the alias still names that one, so that of several who decided on the same state one
 * wins, and the others are told.
 */
public final class Promotions {
  private final ModelRegistry models;
  private final Tracking tracking;
  private final String user;
  private final Clock time;

  /**
   * Promotions in a registry.
   *
   * @param user who is noted to have moved an alias
   */
  public Promotions(Tracking tracking, String user, Clock time) {
    this.tracking = requireNonNull(tracking, "tracking is null");
    this.models = tracking.models();
    this.user = requireNonNull(user, "user is null");
    this.time = requireNonNull(time, "time is null");
  }

  /**
   * What is asked for.
   *
   * @param expected the version that the alias must name now, 0 for none; empty if that is all the
   *     same
   * @param force whether a version may be taken whose run a gate refused
   * @param dryRun whether it is only told what would be done
   */
  public record Terms(OptionalInt expected, boolean force, boolean dryRun) {
    /** Whatever the alias names, and no version that a gate refused. */
    public static final Terms PLAIN = new Terms(OptionalInt.empty(), false, false);
  }

  /**
   * What was done, or would be.
   *
   * @param move from and to which version; nothing was done if they are the same
   * @param warnings what the user should know
   */
  public record Done(AliasMove move, List<String> warnings) {
    public Done {
      warnings = List.copyOf(warnings);
    }

    /** Whether the alias names another version than before. */
    public boolean changed() {
      return move.from() != move.to();
    }
  }

  /**
   * Lets an alias name a version.
   *
   * @throws MillraceException GATE_REFUSED, if the version comes from a run that a gate refused,
   *     and {@link Terms#force} is not given; ALIAS_MOVED, if the alias does not name the expected
   *     version; INVALID_CALL, if the name can be no alias
   */
  public Done promote(ModelVersion version, String alias, MoveReason why, Terms terms) {
    requireAlias(alias);
    Optional<String> refusal = refusal(version);
    if (refusal.isPresent() && !terms.force()) {
      throw new MillraceException(
          StandardError.GATE_REFUSED, refusal.get() + "; to promote it all the same, add --force");
    }
    String reason =
        refusal
            .map(r -> why.text() + " (forced: run " + version.run() + " was refused)")
            .orElse(why.text());
    return move(
        AliasChange.move(version.model(), alias, version.version(), user, reason, time.instant()),
        refusal.map(List::of).orElse(List.of()),
        terms);
  }

  private Optional<String> refusal(ModelVersion version) {
    return tracking
        .runs()
        .run(version.run())
        .filter(run -> run.status() == RunStatus.REFUSED)
        .map(run -> refusal(version, run));
  }

  private static String refusal(ModelVersion version, RunRecord run) {
    return "%s version %d comes from run %s, which was refused: %s"
        .formatted(version.model(), version.version(), version.run(), run.message());
  }

  /**
   * Lets an alias name the version again that it named before the present one. Rolling back again
   * goes one further back: versions that were rolled back from don't count.
   *
   * @param to the version to go back to; empty for the one before
   * @throws MillraceException NOT_FOUND, if the alias never named another one; ALIAS_MOVED, if it
   *     was moved meanwhile
   */
  public Done rollback(String model, String alias, OptionalInt to, MoveReason why, Terms terms) {
    requireAlias(alias);
    int present = present(model, alias);
    int target = to.isPresent() ? to.getAsInt() : previous(model, alias, present);
    AliasChange change =
        AliasChange.move(model, alias, target, user, why.text(), time.instant()).expecting(present);
    Terms seen =
        terms.expected().isPresent()
            ? terms
            : new Terms(OptionalInt.of(present), terms.force(), terms.dryRun());
    return move(change, List.of(), seen);
  }

  private int previous(String model, String alias, int present) {
    Deque<Integer> holders = holders(model, alias);
    if (present != 0 && !holders.isEmpty()) {
      holders.pop();
    }
    if (holders.isEmpty()) {
      throw new MillraceException(
          StandardError.NOT_FOUND,
          present == 0
              ? "%s never had the alias '%s'".formatted(model, alias)
              : "%s of %s can't go further back than version %d; --to-version N takes any version"
                  .formatted(alias, model, present));
    }
    return holders.peek();
  }

  /** The versions that the alias named, the present one first, without what was rolled back. */
  private Deque<Integer> holders(String model, String alias) {
    List<AliasMove> moves = new ArrayList<>(models.moves(model));
    Collections.reverse(moves);
    Deque<Integer> holders = new ArrayDeque<>();
    for (AliasMove move : moves) {
      if (move.alias().equals(alias) && move.to() != 0) {
        if (holders.contains(move.to())) {
          while (holders.peek() != move.to()) {
            holders.pop();
          }
        } else {
          holders.push(move.to());
        }
      }
    }
    return holders;
  }

  /** Removes an alias. */
  public Done remove(String model, String alias, MoveReason why, Terms terms) {
    return move(
        AliasChange.removal(model, alias, user, why.text(), time.instant()), List.of(), terms);
  }

  private Done move(AliasChange change, List<String> warnings, Terms terms) {
    AliasChange asked =
        terms.expected().isPresent() ? change.expecting(terms.expected().getAsInt()) : change;
    AliasMove move =
        terms.dryRun()
            ? asked.from(present(change.model(), change.alias()))
            : models.moveAlias(asked);
    return new Done(move, warnings);
  }

  private int present(String model, String alias) {
    return models.aliases(model).getOrDefault(alias, 0);
  }

  private static void requireAlias(String alias) {
    AliasName.problem(alias)
        .ifPresent(
            problem -> {
              throw new MillraceException(StandardError.INVALID_CALL, problem);
            });
  }
}
