package io.millrace.app.view;

import io.millrace.api.tracking.AliasMove;
import io.millrace.app.text.Quantities;
import io.millrace.app.text.Style;
import io.millrace.app.text.TextTable;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Moves of aliases. */
public final class MovesView {
  private MovesView() {}

  /** What was done, or would be. */
  public static String sentence(AliasMove move, boolean dryRun) {
    String subject = move.alias() + " of " + move.model();
    if (move.from() == move.to()) {
      return "%s %s already: nothing %s"
          .formatted(
              subject,
              move.to() == 0 ? "names no version" : "names version " + move.to(),
              dryRun ? "to do" : "was done");
    }
    String from = move.from() == 0 ? "" : ", before that version " + move.from();
    if (move.to() == 0) {
      return "%s %s%s".formatted(subject, dryRun ? "would be removed" : "is removed", from);
    }
    return "%s %s version %d%s"
        .formatted(subject, dryRun ? "would name" : "names", move.to(), from);
  }

  /** A line a move. */
  public static List<String> table(List<AliasMove> moves, Style style) {
    TextTable table = TextTable.of("", "WHEN", "ALIAS", ">FROM", ">TO", "WHO", "WHY");
    for (AliasMove move : moves) {
      table.row(
          "",
          Quantities.time(move.time(), ZoneId.systemDefault()),
          move.alias(),
          version(move.from()),
          version(move.to()),
          move.who(),
          move.why());
    }
    return table.lines(style);
  }

  private static String version(int number) {
    return number == 0 ? "-" : Integer.toString(number);
  }

  /** As JSON values. */
  public static Map<String, @Nullable Object> json(AliasMove move) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("model", move.model());
    json.put("alias", move.alias());
    json.put("from", move.from() == 0 ? null : move.from());
    json.put("to", move.to() == 0 ? null : move.to());
    json.put("who", move.who());
    json.put("when", move.time().toString());
    json.put("why", move.why());
    return json;
  }
}
