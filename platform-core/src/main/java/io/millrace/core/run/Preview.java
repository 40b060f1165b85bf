package io.millrace.core.run;

import io.millrace.api.schema.Schema;
import java.util.List;

/**
 * A look at a stage's frame.
 *
 * @param stage its id
 * @param part the part that is shown; empty if the frame was not split
 * @param schema its columns
 * @param rows the first rows, a value for each column
 */
public record Preview(String stage, String part, Schema schema, List<List<Object>> rows) {}
