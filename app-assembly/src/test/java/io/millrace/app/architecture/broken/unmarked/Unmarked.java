package io.millrace.app.architecture.broken.unmarked;

/** Its package has no package-info on purpose. */
public final class Unmarked {}
