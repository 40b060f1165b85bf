package io.millrace.stages.train.linear;

/** What one row's margins cost, and how that changes with each of them. */
enum PointLoss {
  /** The negative log likelihood of two classes, one margin. */
  LOGISTIC {
    @Override
    double toMultipliers(double[] margins, int at, int sets, double label, double weight) {
      double margin = margins[at];
      // One exponential, of what is never positive: exact for margins of any size.
      double small = Math.exp(-Math.abs(margin));
      double costOfOne = Math.log1p(small) + Math.max(-margin, 0);
      double probability = margin >= 0 ? 1 / (1 + small) : small / (1 + small);
      margins[at] = weight * (probability - label);
      return weight * (label > 0 ? costOfOne : costOfOne + margin);
    }
  },

  /** The negative log likelihood of several classes, a margin for each. */
  SOFTMAX {
    @Override
    double toMultipliers(double[] margins, int at, int sets, double label, double weight) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int set = 0; set < sets; set++) {
        largest = Math.max(largest, margins[at + set]);
      }
      int own = at + (int) label;
      double ownMargin = margins[own] - largest;
      double sum = 0;
      for (int set = at; set < at + sets; set++) {
        margins[set] = Math.exp(margins[set] - largest);
        sum += margins[set];
      }
      for (int set = at; set < at + sets; set++) {
        margins[set] = weight * (margins[set] / sum - (set == own ? 1 : 0));
      }
      return weight * (Math.log(sum) - ownMargin);
    }
  },

  /** How far a row lies on the wrong side of its class's margin, one margin. */
  HINGE {
    @Override
    double toMultipliers(double[] margins, int at, int sets, double label, double weight) {
      double sign = label + label - 1;
      double cost = weight * (1 - sign * margins[at]);
      margins[at] = cost > 0 ? -sign * weight : 0;
      return Math.max(cost, 0);
    }
  };

  /**
   * Replaces margins by the derivatives of the cost by them.
   *
   * @param at where this trial's margins begin
   * @param sets how many it has
   * @param label the class's place
   * @return the cost
   */
  abstract double toMultipliers(double[] margins, int at, int sets, double label, double weight);
}
