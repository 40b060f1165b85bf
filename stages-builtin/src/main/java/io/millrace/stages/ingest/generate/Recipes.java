package io.millrace.stages.ingest.generate;

import io.millrace.api.schema.LogicalType.Simple;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The kinds of made-up data that are told as recipes. The best scores are those of the truth behind
 * the label: no model can know more. They were computed outside of Spark, from three samples of
 * 1,000,000 rows each of the same distributions, which agree to the digits that are given.
 */
final class Recipes {
  /** About eight payments in a thousand are fraudulent. */
  static final Recipe FRAUD =
      Recipe.ofBest("auc", "0.888 over all payments", 1)
          .column("payment", Simple.STRING, "concat('P', format_string('%09d', id))")
          .column("card", Simple.STRING, "concat('K', format_string('%05d', int({u} * 4000)))")
          .column("time", Simple.TIMESTAMP, "timestamp_seconds(1767225600 + id * 20)")
          .column("amount", Simple.DOUBLE, "round(exp(3.4 + 1.1 * {n}), 2)")
          .column(
              "merchant",
              Simple.STRING,
              oneOf("grocer", "grocer", "fuel", "restaurant", "clothes", "electronics", "gaming"))
          .column(
              "country",
              Simple.STRING,
              "CASE WHEN {u} < 0.85 THEN 'home' ELSE " + oneOf("AA", "BB", "CC", "DD") + " END")
          .column(
              "entry",
              Simple.STRING,
              "CASE WHEN {u} < 0.7 THEN 'chip' WHEN {u} < 0.3 THEN 'stripe' ELSE 'online' END")
          .gappy(
              "minutesSinceLast",
              Simple.DOUBLE,
              "CASE WHEN {u} < 0.03 THEN NULL ELSE round(-ln(1 - {u}) * 300, 1) END")
          .hidden(
              "risk",
              """
              -7.1 + 0.8 * (ln(amount + 1) - 3.4)
                + CASE entry WHEN 'online' THEN 1.4 WHEN 'stripe' THEN 0.7 ELSE 0 END
                + CASE WHEN country = 'home' THEN 0 WHEN entry = 'online' THEN 2.6 ELSE 0.8 END
                + CASE merchant WHEN 'electronics' THEN 1.3 WHEN 'gaming' THEN 1.0
                    WHEN 'grocer' THEN -0.7 ELSE 0 END
                + 1.8 * exp(-coalesce(minutesSinceLast, 300) / 20)
                + CASE WHEN hour(time) < 5 THEN 0.8 ELSE 0 END
              """)
          .truth("fraudProbability", Simple.DOUBLE, "1 / (1 + exp(-risk))")
          .column("isFraud", Simple.STRING, drawn("fraudProbability"));

  /** Five hidden tastes; the noise's standard deviation is what nobody can know. */
  static final Recipe RATINGS =
      Recipe.ofBest("rmse", "0.5, the noise of a rating", 1)
          .column("user", Simple.STRING, "concat('u', int(pow({u}, 1.3) * 600))")
          .column("item", Simple.STRING, "concat('i', int(pow({u}, 1.6) * 300))")
          .hidden("likes", "3.4 + 0.3 * {n:user} + 0.4 * {n:item} + " + tastes(5))
          .truth("expectedRating", Simple.DOUBLE, "likes")
          .column("rating", Simple.DOUBLE, "round(likes + 0.5 * {n}, 2)");

  /**
   * Each word tells an opinion with a chance of 0.2, and three times out of four the writer's own;
   * so the odds are three to the power of the difference between good and bad words.
   */
  static final Recipe REVIEWS =
      Recipe.ofBest("accuracy", "0.860 over all reviews", 1)
          .column("review", Simple.STRING, "concat('R', format_string('%08d', id))")
          .hidden("good", "{u} < 0.5")
          .hidden(
              "tones",
              """
              transform(sequence(1, 10 + int({u} * 30)), i -> CASE
                WHEN {u:id, i} >= 0.2 THEN 'none' WHEN ({u:id, i} < 0.75) = good THEN 'good' ELSE 'bad' END)
              """)
          .column("text", Simple.STRING, Words.SQL)
          .hidden(
              "lead", "size(filter(tones, t -> t = 'good')) - size(filter(tones, t -> t = 'bad'))")
          .truth("goodProbability", Simple.DOUBLE, "1 / (1 + pow(3, -lead))")
          .column("opinion", Simple.STRING, "CASE WHEN good THEN 'good' ELSE 'bad' END");

  /** Days in order, ten shops a day. */
  static final Recipe SALES =
      Recipe.ofBest("rmse", "8, the noise of a day", 1)
          .hidden("day", "int(id div 10)")
          .column("shop", Simple.STRING, "concat('shop ', id % 10)")
          .column("date", Simple.DATE, "date_add(DATE'2023-01-01', day)")
          .column(
              "temperature",
              Simple.DOUBLE,
              "round(11 - 9 * cos(2 * pi() * (day - 20) / 365.25) + 3 * {n:day}, 1)")
          .column("promotion", Simple.INT, "int({u} < 0.15)")
          .truth(
              "expectedSales",
              Simple.DOUBLE,
              """
              120 + 25 * {n:shop} + 0.03 * day + 1.4 * temperature + 22 * promotion
                + element_at(array(14, -12, -9, -6, 0, 16, 30), dayofweek(date))
              """)
          .column("sales", Simple.DOUBLE, "round(expectedSales + 8 * {n}, 2)");

  /** Five kinds, the rarest a tenth of all; distances are squared Euclidean ones. */
  static final Recipe SHOPPERS =
      Recipe.ofBest("silhouette", "0.856, that of the true kinds", 1)
          .column("shopper", Simple.STRING, "concat('S', format_string('%08d', id))")
          .truth(
              "kind",
              Simple.INT,
              "CASE WHEN {u} < 0.35 THEN 0 WHEN {u} < 0.4 THEN 1 WHEN {u} < 0.45 THEN 2"
                  + " WHEN {u} < 0.5 THEN 3 ELSE 4 END")
          .column("visits", Simple.DOUBLE, centred(2, 9, 5, 12, 4))
          .column("spend", Simple.DOUBLE, centred(3, 4, 11, 10, 7))
          .column("discount", Simple.DOUBLE, centred(9, 3, 6, 8, 2))
          .column("evening", Simple.DOUBLE, centred(5, 9, 3, 4, 10));

  /**
   * Wear grows from service to service. A reading tells it with much noise, the mean of a day's
   * readings with little.
   */
  static final Recipe MACHINES =
      Recipe.ofBest("auc", "0.934 over all readings, knowing the wear", 1)
          .hidden("number", "int(id div 720)")
          .hidden("hour", "int(id % 720)")
          .column("machine", Simple.STRING, "concat('M', format_string('%05d', number))")
          .column("time", Simple.TIMESTAMP, "timestamp_seconds(1767225600 + hour * 3600)")
          .column(
              "hoursSinceService",
              Simple.INT,
              "(hour + int({u:number} * 400)) % (200 + int({u:number} * 300))")
          .hidden("wear", "(0.3 + 1.4 * {u:number}) * hoursSinceService / 200")
          .column("load", Simple.DOUBLE, "round({u}, 3)")
          .column("vibration", Simple.DOUBLE, "round(1 + 0.8 * wear + 1.2 * {n}, 3)")
          .column("temperature", Simple.DOUBLE, "round(60 + 5 * wear + 8 * load + 6 * {n}, 2)")
          .gappy(
              "pressure",
              Simple.DOUBLE,
              "CASE WHEN {u} < 0.02 THEN NULL ELSE round(5 + 0.3 * {n}, 3) END")
          .truth(
              "failureProbability", Simple.DOUBLE, "1 / (1 + exp(6.5 - 2.4 * wear - load * wear))")
          .column("failsSoon", Simple.STRING, drawn("failureProbability"));

  private Recipes() {}

  private static String oneOf(String... values) {
    return "element_at(array('%s'), 1 + int({u} * %d))"
        .formatted(String.join("', '", values), values.length);
  }

  private static String drawn(String probability) {
    return "CASE WHEN {u} < " + probability + " THEN 'yes' ELSE 'no' END";
  }

  private static String tastes(int number) {
    return IntStream.range(0, number)
        .mapToObj(taste -> "0.45 * {n:user} * {n:item}")
        .collect(Collectors.joining(" + "));
  }

  /** A normal distribution around the centre of each kind, with deviation 1. */
  private static String centred(double... centres) {
    String list =
        IntStream.range(0, centres.length)
            .mapToObj(kind -> Double.toString(centres[kind]))
            .collect(Collectors.joining(", "));
    return "round(element_at(array(" + list + "), kind + 1) + {n}, 3)";
  }
}
