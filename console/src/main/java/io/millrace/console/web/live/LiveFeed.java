package io.millrace.console.web.live;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.api.error.MillraceException;
import io.millrace.api.tracking.RunRecord;
import io.millrace.api.tracking.RunStatus;
import io.millrace.console.web.Workspace;
import io.millrace.core.event.EventTail;
import io.millrace.core.run.RunHistory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a run: by the events that it leaves on this machine, and by its record, which knows of
 * other machines and of processes that died. Not thread-safe.
 */
final class LiveFeed {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A record tells little that is new, and is asked of a database. */
  private static final Duration RECORD_AGE = Duration.ofSeconds(3);

  private static final System.Logger LOG = System.getLogger(LiveFeed.class.getName());

  private final Workspace workspace;
  private final RunHistory history;
  private final @Nullable EventTail tail;
  private RunRecord record;
  private Instant asked;
  private LiveRun heard;
  private LiveRun recorded;
  private boolean hasEvents;

  private LiveFeed(
      Workspace workspace, RunHistory history, RunRecord record, @Nullable EventTail tail) {
    this.workspace = workspace;
    this.history = history;
    this.record = record;
    this.tail = tail;
    this.asked = workspace.clock().instant();
    this.heard = new LiveRun(record.start().time(), zone());
    this.recorded = LiveRun.of(record, zone());
    hear();
    if (hasEndedUnrecorded()) {
      ask();
    }
    stand();
  }

  /** A run's record tells of its end before its events do, so what is known of it is old. */
  private boolean hasEndedUnrecorded() {
    return !heard.isRunning() && record.status() == RunStatus.RUNNING;
  }

  /** Of a run as it stands now; empty if there is none of that id. */
  static Optional<LiveFeed> of(Workspace workspace, String run) {
    return workspace
        .tracking()
        .map(tracking -> new RunHistory(tracking, workspace.clock()))
        .flatMap(
            history ->
                history
                    .run(run)
                    .map(found -> new LiveFeed(workspace, history, found, tail(workspace, run))));
  }

  /** Runs that other programs recorded may have any id. */
  private static @Nullable EventTail tail(Workspace workspace, String run) {
    try {
      return EventTail.of(workspace.runs(), run);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private ZoneId zone() {
    return workspace.clock().getZone();
  }

  /** The pipeline's name. */
  String pipeline() {
    return record.start().pipeline();
  }

  /** Whether what happens in the run can be read here. */
  boolean hasEvents() {
    return hasEvents;
  }

  /** Takes in what came since the last time; whether anything did. */
  boolean poll() {
    boolean heardMore = hear();
    boolean asksAgain =
        Duration.between(asked, workspace.clock().instant()).compareTo(RECORD_AGE) >= 0;
    if (!asksAgain && !hasEndedUnrecorded()) {
      return heardMore;
    }
    boolean learntMore = ask();
    if (learntMore) {
      // What a process wrote before it ended comes before what its record says of the end.
      hear();
    }
    stand();
    return heardMore || learntMore;
  }

  private boolean ask() {
    asked = workspace.clock().instant();
    try {
      RunRecord now = history.run(record.start().run()).orElse(record);
      boolean changed = !now.equals(record);
      record = now;
      recorded = LiveRun.of(now, zone());
      return changed;
    } catch (MillraceException e) {
      LOG.log(System.Logger.Level.DEBUG, "the record of a run can't be read now", e);
      return false;
    }
  }

  /** A run that has ended without a word is told by its record. */
  private void stand() {
    if (heard.isRunning() && record.status() != RunStatus.RUNNING) {
      heard.standsAs(record);
    }
  }

  private boolean hear() {
    boolean any = false;
    try {
      while (tail != null) {
        EventTail.News news = tail.next();
        if (news.restarted()) {
          heard = new LiveRun(record.start().time(), zone());
        }
        for (EventTail.Line line : news.lines()) {
          event(line.text()).ifPresent(heard::hear);
        }
        any |= news.restarted() || !news.lines().isEmpty();
        hasEvents = tail.exists();
        if (news.lines().isEmpty()) {
          return any;
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the events of a run can't be read now", e);
    }
    return any;
  }

  private static Optional<JsonNode> event(String line) {
    try {
      return Optional.ofNullable(JSON.readTree(line)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      // A process that was killed leaves half a line.
      return Optional.empty();
    }
  }

  /** As it is shown now, with the log's lines behind the first {@code known} ones. */
  LiveView view(long known) {
    // Another machine goes on with a run whose events here have come to an end.
    LiveRun shown = hasEvents && !hasEndedUnrecorded() ? heard : recorded;
    return requireNonNull(shown).view(workspace.clock().instant(), known);
  }

  /** Whether the process that worked on it is gone without having said how it ended. */
  boolean isAbandoned() {
    return record.status() == RunStatus.INTERRUPTED && record.end().isEmpty();
  }
}
