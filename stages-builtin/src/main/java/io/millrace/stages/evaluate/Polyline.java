package io.millrace.stages.evaluate;

/**
 * A line of few points that lies close to one of many, which are seen once, in order. Its points
 * are some of theirs, the first and the last among them.
 *
 * <p>Points are left out as Visvalingam and Whyatt do ("Line generalisation by repeated elimination
 * of points", 1993), again and again the one that is missed least; here by its distance from what
 * then joins its neighbours, so that narrow spikes stay, and so that the area under the line stays
 * what it was.
 */
final class Polyline {
  /** How many points are left. */
  static final int MOST = 200;

  /** Closer points can't be told apart in any drawing: within 1, by both coordinates' distance. */
  private static final double NEAR = 1.0 / 2000;

  /** By how much the area below may change. */
  private static final double AREA = 5e-4;

  private static final int ROOM = 2048;

  private static final int GIVEN = 3;

  /** Of a point between others: the area that goes with it, and its distance, squared. */
  private static final int TRIANGLE = 3;

  private static final int DISTANCE = 4;
  private static final int WIDTH = 5;

  private final double[] points = new double[WIDTH * ROOM];
  private int size;
  private double lost;

  /** The last point seen, if it is none of the line's. */
  private final double[] ahead = new double[GIVEN];

  private boolean isAhead;

  /**
   * A point.
   *
   * @param mark what is known of it besides
   */
  void add(double x, double y, double mark) {
    if (isAhead && !isNear(x, y)) {
      keep(ahead[0], ahead[1], ahead[2]);
    }
    isAhead = size > 0 && isNear(x, y);
    if (isAhead) {
      ahead[0] = x;
      ahead[1] = y;
      ahead[2] = mark;
    } else {
      keep(x, y, mark);
    }
  }

  private boolean isNear(double x, double y) {
    int last = WIDTH * (size - 1);
    return Math.abs(x - points[last]) + Math.abs(y - points[last + 1]) <= NEAR;
  }

  private void keep(double x, double y, double mark) {
    if (size == ROOM) {
      thin(ROOM / 2);
    }
    int at = WIDTH * size++;
    points[at] = x;
    points[at + 1] = y;
    points[at + 2] = mark;
    measure(size - 2);
  }

  /** The line: x, y and mark of its points, one after the other. */
  double[] points() {
    if (isAhead) {
      keep(ahead[0], ahead[1], ahead[2]);
      isAhead = false;
    }
    thin(MOST);
    double[] given = new double[GIVEN * size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(points, WIDTH * i, given, GIVEN * i, GIVEN);
    }
    return given;
  }

  private void thin(int most) {
    while (size > most) {
      int least = least();
      lost += points[WIDTH * least + TRIANGLE];
      size--;
      System.arraycopy(points, WIDTH * (least + 1), points, WIDTH * least, WIDTH * (size - least));
      measure(least - 1);
      measure(least);
    }
  }

  /** The point that is missed least, of those that leave the area as it is if there are any. */
  private int least() {
    int least = 1;
    double distance = Double.POSITIVE_INFINITY;
    boolean keepsArea = false;
    for (int i = 1; i < size - 1; i++) {
      boolean keeps = Math.abs(lost + points[WIDTH * i + TRIANGLE]) <= AREA;
      double own = points[WIDTH * i + DISTANCE];
      if (keeps && !keepsArea || keeps == keepsArea && own < distance) {
        least = i;
        distance = own;
        keepsArea = keeps;
      }
    }
    return least;
  }

  /** The area is above 0 if the line loses it without the point. */
  private void measure(int i) {
    if (i < 1 || i > size - 2) {
      return;
    }
    int at = WIDTH * i;
    double width = points[at + WIDTH] - points[at - WIDTH];
    double height = points[at + WIDTH + 1] - points[at - WIDTH + 1];
    double across = points[at] - points[at - WIDTH];
    double up = points[at + 1] - points[at - WIDTH + 1];
    points[at + TRIANGLE] = (width * up - height * across) / 2;
    // Of what joins the neighbours itself, not of the line through them: a spike may overtop both.
    double square = width * width + height * height;
    double share = square == 0 ? 0 : (across * width + up * height) / square;
    double along = Math.max(0, Math.min(1, share));
    points[at + DISTANCE] = square(across - along * width) + square(up - along * height);
  }

  private static double square(double number) {
    return number * number;
  }
}
