package io.millrace.app.architecture.broken;

import com.google.inject.AbstractModule;

/** Wires where nothing may be wired. */
public final class UsesGuice extends AbstractModule {}
