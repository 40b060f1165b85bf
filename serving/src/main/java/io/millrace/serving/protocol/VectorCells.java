package io.millrace.serving.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.api.schema.Column;
import io.millrace.api.schema.LogicalType.VectorOf;
import io.millrace.model.scoring.ScoringVector;
import java.io.IOException;
import java.util.Arrays;

/** Reads vectors: a list of all numbers, or size, rising indices and values of a sparse one. */
final class VectorCells {
  private VectorCells() {}

  static ScoringVector read(JsonParser parser, VectorOf type, int row, Column column)
      throws IOException {
    ScoringVector vector =
        parser.currentToken() == JsonToken.START_OBJECT
            ? sparse(parser, type, row, column)
            : ScoringVector.dense(numbers(parser, row, column));
    requireSize(vector.size(), type, row, column);
    return vector;
  }

  static void requireSize(int size, VectorOf type, int row, Column column) {
    if (type.size() != VectorOf.UNKNOWN_SIZE && type.size() != size) {
      throw CellMistake.isNo(row, column, "a list of " + size + " numbers");
    }
  }

  private static double[] numbers(JsonParser parser, int row, Column column) throws IOException {
    JsonCells.requireToken(JsonToken.START_ARRAY, parser, row, column);
    double[] numbers = new double[16];
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * count);
      }
      numbers[count++] = JsonCells.number(parser, row, column);
    }
    return Arrays.copyOf(numbers, count);
  }

  private static ScoringVector sparse(JsonParser parser, VectorOf type, int row, Column column)
      throws IOException {
    double size = type.size();
    double[] indices = {};
    double[] values = {};
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "size" -> size = JsonCells.number(parser, row, column);
        case "indices" -> indices = numbers(parser, row, column);
        case "values" -> values = numbers(parser, row, column);
        default -> parser.skipChildren();
      }
    }
    boolean sound = size == (int) size && size >= 0 && indices.length == values.length;
    int[] places = new int[indices.length];
    for (int i = 0; i < places.length && sound; i++) {
      places[i] = (int) indices[i];
      sound =
          places[i] == indices[i] && places[i] < size && places[i] > (i == 0 ? -1 : places[i - 1]);
    }
    if (!sound) {
      throw CellMistake.isNo(
          row, column, "a sparse vector whose size, rising indices and values do not fit");
    }
    // Before anything of that size is made: it is a stranger's number.
    requireSize((int) size, type, row, column);
    return ScoringVector.sparse((int) size, places, values);
  }
}
