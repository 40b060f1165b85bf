package io.millrace.app.command;

import io.millrace.app.text.Quantities;
import io.millrace.app.text.TextTable;
import io.millrace.core.Platform;
import io.millrace.core.keep.Housekeeping.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Deletes what nothing needs. */
@CommandLine.Command(
    description = {
      "Deletes kept outputs that no recorded run used and no registered model needs.",
      "With --dry-run: tells what is kept, and why."
    },
    footer = {"  millrace gc --dry-run", "  millrace runs prune --keep 5 && millrace gc"})
public final class GcCommand implements Command {
  @Option(names = "--dry-run", description = "only tell")
  private boolean dryRun;

  @Override
  public int run(CommandContext context) {
    List<Item> items = List.of();
    if (context.hasHistory()) {
      try (Platform<?> platform = Platform.open(context.settings())) {
        items = platform.housekeeping().collect(!dryRun);
      }
    }
    if (context.json()) {
      JsonOutput.print(context.console(), Map.of("kept", items.stream().map(this::json).toList()));
    } else {
      show(items, context);
    }
    return 0;
  }

  private void show(List<Item> items, CommandContext context) {
    TextTable table = TextTable.of("WHAT", ">SIZE", dryRun ? "WOULD BE" : "", "WHY");
    items.forEach(
        item -> table.row(item.name(), Quantities.bytes(item.bytes()), fate(item), item.why()));
    if (!table.isEmpty()) {
      context.console().print(table.lines(context.style()));
    }
    long freed = items.stream().filter(item -> !item.needed()).mapToLong(Item::bytes).sum();
    context.console().print((dryRun ? "would free " : "freed ") + Quantities.bytes(freed));
  }

  private static String fate(Item item) {
    return item.needed() ? "kept" : "deleted";
  }

  private Map<String, Object> json(Item item) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", item.name());
    json.put("bytes", item.bytes());
    json.put("deleted", !item.needed() && !dryRun);
    json.put("needed", item.needed());
    json.put("why", item.why());
    return json;
  }
}
