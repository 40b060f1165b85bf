package io.millrace.serving.expression;

import io.millrace.api.schema.LogicalType;
import io.millrace.api.schema.LogicalType.ArrayOf;
import io.millrace.api.schema.LogicalType.StructOf;
import io.millrace.api.scoring.ScoringFunction;
import io.millrace.model.scoring.StepWork;
import io.millrace.serving.expression.Call.Mode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Functions of arrays and structs. */
final class Lists {
  private Lists() {}

  static Map<ScoringFunction, Function<Call, StepWork>> functions() {
    Map<ScoringFunction, Function<Call, StepWork>> table = new EnumMap<>(ScoringFunction.class);
    table.put(ScoringFunction.SIZE, Lists::size);
    table.put(ScoringFunction.ELEMENT_AT, call -> element(call, 1));
    table.put(ScoringFunction.ITEM, call -> element(call, 0));
    table.put(ScoringFunction.ARRAY_CONTAINS, Lists::contains);
    table.put(ScoringFunction.ARRAY_POSITION, Lists::position);
    table.put(ScoringFunction.FIELD, Lists::field);
    return table;
  }

  private static LogicalType elementType(Call call) {
    if (call.argType(0) instanceof ArrayOf array) {
      return array.element();
    }
    throw call.noSuchTypes();
  }

  private static StepWork size(Call call) {
    if (!call.flag("minusOne")) {
      return call.strict(
          (row, a, result) -> row.setWhole(result, ((List<?>) row.object(a[0])).size()));
    }
    Operand list = call.arg(0);
    int result = call.result();
    return row ->
        row.setWhole(result, list.present(row) ? ((List<?>) row.object(list.slot())).size() : -1);
  }

  /** Counted from 1, or backwards from the end; or counted from 0. */
  private static StepWork element(Call call, int first) {
    Mode mode = call.mode();
    LogicalType type = elementType(call);
    return call.strict(
        (row, a, result) -> {
          List<?> list = (List<?>) row.object(a[0]);
          long place = row.whole(a[1]);
          if (first == 1 && place == 0) {
            throw Refused.of("There is no element 0: places in an array count from 1.");
          }
          long index = first == 1 && place < 0 ? list.size() + place : place - first;
          if (index < 0 || index >= list.size()) {
            Refused.orNull(
                row,
                result,
                mode,
                "An array has %d elements, and no element %d.".formatted(list.size(), place));
          } else {
            Boxes.set(row, result, type, list.get((int) index));
          }
        });
  }

  private static StepWork contains(Call call) {
    LogicalType type = elementType(call);
    Order order = Order.of(type, call);
    int element = call.newSlot();
    return call.strict(
        (row, a, result) -> {
          boolean unknown = false;
          for (Object each : (List<?>) row.object(a[0])) {
            Boxes.set(row, element, type, each);
            if (each == null) {
              unknown = true;
            } else if (order.compare(row, element, a[1]) == 0) {
              row.setWhole(result, 1);
              return;
            }
          }
          if (unknown) {
            row.setNull(result);
          } else {
            row.setWhole(result, 0);
          }
        });
  }

  /** Counted from 1; 0, if there is no such element. */
  private static StepWork position(Call call) {
    LogicalType type = elementType(call);
    Order order = Order.of(type, call);
    int element = call.newSlot();
    return call.strict(
        (row, a, result) -> {
          List<?> list = (List<?>) row.object(a[0]);
          for (int i = 0; i < list.size(); i++) {
            Boxes.set(row, element, type, list.get(i));
            if (!row.isNull(element) && order.compare(row, element, a[1]) == 0) {
              row.setWhole(result, i + 1);
              return;
            }
          }
          row.setWhole(result, 0);
        });
  }

  private static StepWork field(Call call) {
    int place = call.count("place");
    if (!(call.argType(0) instanceof StructOf struct) || place >= struct.fields().size()) {
      throw call.noSuchTypes();
    }
    LogicalType type = struct.fields().get(place).type();
    return call.strict(
        (row, a, result) -> Boxes.set(row, result, type, ((List<?>) row.object(a[0])).get(place)));
  }
}
