package io.millrace.spark.scoring;

import static io.millrace.api.scoring.ScoringFunction.*;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.AddMonths;
import org.apache.spark.sql.catalyst.expressions.DateAdd;
import org.apache.spark.sql.catalyst.expressions.DateDiff;
import org.apache.spark.sql.catalyst.expressions.DateFromUnixDate;
import org.apache.spark.sql.catalyst.expressions.DateSub;
import org.apache.spark.sql.catalyst.expressions.DayOfMonth;
import org.apache.spark.sql.catalyst.expressions.DayOfWeek;
import org.apache.spark.sql.catalyst.expressions.DayOfYear;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Hour;
import org.apache.spark.sql.catalyst.expressions.LastDay;
import org.apache.spark.sql.catalyst.expressions.MakeDate;
import org.apache.spark.sql.catalyst.expressions.Minute;
import org.apache.spark.sql.catalyst.expressions.Month;
import org.apache.spark.sql.catalyst.expressions.MonthsBetween;
import org.apache.spark.sql.catalyst.expressions.Quarter;
import org.apache.spark.sql.catalyst.expressions.Second;
import org.apache.spark.sql.catalyst.expressions.ToUnixTimestamp;
import org.apache.spark.sql.catalyst.expressions.TruncDate;
import org.apache.spark.sql.catalyst.expressions.UnixDate;
import org.apache.spark.sql.catalyst.expressions.UnixTime;
import org.apache.spark.sql.catalyst.expressions.UnixTimestamp;
import org.apache.spark.sql.catalyst.expressions.WeekDay;
import org.apache.spark.sql.catalyst.expressions.WeekOfYear;
import org.apache.spark.sql.catalyst.expressions.Year;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;

/** Dates and times. */
final class DateRules {
  private DateRules() {}

  static void addTo(RuleTable table) {
    table.plain(Year.class, YEAR);
    table.plain(Quarter.class, QUARTER);
    table.plain(Month.class, MONTH);
    table.plain(WeekOfYear.class, WEEKOFYEAR);
    table.plain(DayOfMonth.class, DAY);
    table.plain(DayOfYear.class, DAYOFYEAR);
    table.plain(DayOfWeek.class, DAYOFWEEK);
    table.plain(WeekDay.class, WEEKDAY);
    table.zoned(Hour.class, HOUR);
    table.zoned(Minute.class, MINUTE);
    table.zoned(Second.class, SECOND);
    table.plain(DateAdd.class, DATE_ADD);
    table.plain(DateSub.class, DATE_SUB);
    table.plain(DateDiff.class, DATEDIFF);
    table.plain(AddMonths.class, ADD_MONTHS);
    table.zoned(MonthsBetween.class, MONTHS_BETWEEN);
    table.plain(LastDay.class, LAST_DAY);
    table.plain(TruncDate.class, TRUNC);
    table.rule(
        MakeDate.class,
        MAKE_DATE,
        (e, trees) -> RuleTable.optioned(MAKE_DATE, e, trees, RuleTable.ansi(e.failOnError())));
    table.rule(UnixTimestamp.class, UNIX_TIMESTAMP, DateRules::unixTimestamp);
    table.rule(ToUnixTimestamp.class, UNIX_TIMESTAMP, DateRules::unixTimestamp);
    table.plain(UnixDate.class, UNIX_DATE);
    table.plain(DateFromUnixDate.class, DATE_FROM_UNIX_DATE);
  }

  private static Map<String, Object> unixTimestamp(UnixTime time, ExpressionTrees trees) {
    Expression value = time.left();
    boolean isDate = value.dataType() instanceof DateType;
    if (!isDate && !(value.dataType() instanceof TimestampType)) {
      throw Refusals.of(
          "'%s' of a text has no portable form: cast it to TIMESTAMP".formatted(time.prettyName()));
    }
    Map<String, Object> call = trees.call(UNIX_TIMESTAMP, time, List.of(value));
    if (isDate) {
      call.put("zone", time.timeZoneId().get());
    }
    return call;
  }
}
