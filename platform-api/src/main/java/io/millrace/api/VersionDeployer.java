package io.millrace.api;

/**
 * A deployer that uses a version that is registered, and gets no package of its own: the file names
 * the deployer that registers it ({@link Deployer#registers}) as {@code model}, as in {@code from:
 * {model: publish, rows: arrivals}}. It works behind that one. If a gate kept the model from it, it
 * does not work at all, unless it uses an older version, by an alias. Stages implement what extends
 * this: {@code stream.StreamingDeployer}.
 */
public non-sealed interface VersionDeployer<D> extends Stage<D> {}
