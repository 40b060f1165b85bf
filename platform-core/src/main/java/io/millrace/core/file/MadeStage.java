package io.millrace.core.file;

import io.millrace.api.Stage;
import io.millrace.api.StageFactory;
import io.millrace.core.options.BoundOptions;
import io.millrace.core.options.OptionsDescriptor;
import io.millrace.core.pipeline.PipelineStage;

/**
 * A stage made from the file's options.
 *
 * @param factory what made it
 * @param codeHash the hash of the provider's code
 * @param descriptor what its options are
 * @param stage the stage
 * @param options what it was made from
 * @param binder makes it anew with other options
 */
record MadeStage<D>(
    StageFactory<D, ?> factory,
    String codeHash,
    OptionsDescriptor descriptor,
    Stage<D> stage,
    BoundOptions options,
    PipelineStage.Binder<D> binder) {}
