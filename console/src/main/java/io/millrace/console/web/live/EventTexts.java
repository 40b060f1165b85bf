package io.millrace.console.web.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.console.chart.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What events are called in a log. */
final class EventTexts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private EventTexts() {}

  /** The line of an event; empty for one that is not worth a line. */
  static Optional<LogLine> line(JsonNode event, Instant time, ZoneId zone) {
    String text = text(event);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LogLine(TIME.format(time.atZone(zone)), kind(event), text.replaceAll("\\R", " ")));
  }

  private static String kind(JsonNode event) {
    return switch (event.path("event").asText()) {
      case "warning", "stage-retried", "shortened" -> "warning";
      case "stage-ended", "run-ended" ->
          event.path("status").asText().equals("failed") ? "failure" : "event";
      case "gate" -> event.path("held").asBoolean() ? "event" : "warning";
      default -> "event";
    };
  }

  private static String text(JsonNode event) {
    return switch (event.path("event").asText()) {
      case "run-started" -> planned("planned", event);
      case "planned-again" -> planned("planned again, with what searches chose", event);
      case "engine-starting" -> stage(event, "needs Spark, which starts");
      case "engine-started" -> "Spark runs after " + seconds(event);
      case "stage-started" -> stage(event, "started");
      case "stage-ended" -> stage(event, ended(event));
      case "stage-retried" ->
          stage(
              event,
              "is tried again (try %d): %s"
                  .formatted(event.path("attempt").asInt(), event.path("reason").asText()));
      case "warning" -> warning(event);
      case "trial" -> stage(event, trial(event));
      case "metrics" -> stage(event, metrics(event));
      case "gate" -> gate(event);
      case "shortened" -> "the file of events is full: from here on, only beginnings and ends";
      case "run-ended" -> runEnded(event);
      default -> "";
    };
  }

  private static String stage(JsonNode event, String what) {
    return what.isEmpty() ? "" : "stage '" + event.path("stage").asText() + "' " + what;
  }

  private static String planned(String word, JsonNode event) {
    int work = 0;
    int reuse = 0;
    for (JsonNode stage : event.path("stages")) {
      work += stage.path("action").asText().equals("work") ? 1 : 0;
      reuse += stage.path("action").asText().equals("reuse") ? 1 : 0;
    }
    return "%s: %d stages to do, %d to reuse".formatted(word, work, reuse);
  }

  private static String ended(JsonNode event) {
    String status = event.path("status").asText();
    String what =
        switch (status) {
          case "ran" -> "ran in " + seconds(event) + rows(event);
          case "failed" -> "failed after " + seconds(event);
          default -> status;
        };
    return what + after(event.path("message").asText());
  }

  private static String rows(JsonNode event) {
    JsonNode rows = event.path("rows");
    return rows.isNumber() ? ", " + Texts.number(rows.longValue()) + " rows" : "";
  }

  private static String warning(JsonNode event) {
    String stage = event.path("stage").asText();
    String message = event.path("message").asText();
    return stage.isEmpty() ? message : "stage '" + stage + "': " + message;
  }

  /** Trials that found nothing better are seen in the bar. */
  private static String trial(JsonNode event) {
    JsonNode value = event.path("value");
    boolean best = value.isNumber() && value.equals(event.path("best"));
    boolean last = event.path("finished").asLong() == event.path("total").asLong();
    if (!best && !last) {
      return "";
    }
    return "trial %d of %d: %s %s, best %s"
        .formatted(
            event.path("finished").asLong(),
            event.path("total").asLong(),
            event.path("metric").asText(),
            Texts.number(value.asDouble(Double.NaN)),
            Texts.number(event.path("best").asDouble(Double.NaN)));
  }

  private static String metrics(JsonNode event) {
    List<String> parts = new ArrayList<>();
    String prefix = event.path("stage").asText() + ".";
    event
        .path("metrics")
        .fields()
        .forEachRemaining(
            metric -> {
              if (parts.size() < 4 && !metric.getKey().contains("@")) {
                String name = metric.getKey();
                parts.add(
                    (name.startsWith(prefix) ? name.substring(prefix.length()) : name)
                        + " "
                        + Texts.number(metric.getValue().asDouble(Double.NaN)));
              }
            });
    return parts.isEmpty() ? "" : "has " + String.join(", ", parts);
  }

  private static String gate(JsonNode event) {
    return "gate '%s' of stage '%s' %s%s"
        .formatted(
            event.path("gate").asText(),
            event.path("stage").asText(),
            event.path("held").asBoolean() ? "holds" : "refuses",
            after(event.path("reason").asText()));
  }

  private static String runEnded(JsonNode event) {
    return "the run is "
        + event.path("status").asText()
        + " after "
        + seconds(event)
        + after(event.path("message").asText());
  }

  private static String after(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }

  private static String seconds(JsonNode event) {
    return Texts.seconds(event.path("seconds").asDouble());
  }
}
