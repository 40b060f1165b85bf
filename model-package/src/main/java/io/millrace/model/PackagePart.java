package io.millrace.model;

/** The parts of a package that may be absent. */
public enum PackagePart {
  /** The steps as stock Spark ML transformers, which Python can load. */
  SPARK_ML("sparkml"),
  /** MLflow's description of the package. */
  ML_MODEL("MLmodel"),
  /** The Python scorer of the portable form. */
  PYTHON("code"),
  /** The steps in their portable form. */
  SCORING("scoring"),
  /** Reference statistics for drift. */
  PROFILE("profile.json"),
  /** Rows with the predictions expected for them. */
  GOLDEN("golden.json"),
  /** The jars of plugins that steps come from. */
  PLUGINS("plugins");

  private final String path;

  PackagePart(String path) {
    this.path = path;
  }

  /** The file or directory, relative to the package. */
  public String path() {
    return path;
  }
}
