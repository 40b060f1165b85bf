package io.millrace.core.file;

import io.millrace.api.Part;
import io.millrace.api.schema.Schema;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a stage hands on, as far as it is known before a run.
 *
 * @param form what it is
 * @param schema the columns of the frame, of each part, or of the predictions
 * @param splitOrNull the split it comes from; null before one
 * @param parts the parts there are
 * @param models the ids of the trainers whose models it holds
 */
record Flow(
    Form form, Schema schema, @Nullable String splitOrNull, Set<Part> parts, Set<String> models) {
  /** The forms that pass between stages. */
  enum Form {
    FRAME("a frame"),
    PARTS("the parts of a split"),
    PREDICTIONS("a model"),
    EVALUATED("an evaluated model"),
    REGISTERED("a registered version"),
    NOTHING("nothing"),
    UNKNOWN("something unknown");

    private final String text;

    Form(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  Flow {
    parts = Set.copyOf(parts);
    models = new TreeSet<>(models);
  }

  static Flow frame(Schema schema) {
    return new Flow(Form.FRAME, schema, null, Set.of(Part.TRAIN), Set.of());
  }

  /** What a stage hands on of which a problem was reported. */
  static Flow unknown() {
    return new Flow(Form.UNKNOWN, Schema.unknown(), null, Set.of(), Set.of());
  }

  Flow with(Schema other) {
    return new Flow(form, other, splitOrNull, parts, models);
  }

  Flow as(Form other) {
    return new Flow(other, schema, splitOrNull, parts, models);
  }

  boolean is(Form other) {
    return form == other;
  }
}
