package io.millrace.api;

/**
 * A step of a pipeline, made by its {@link StageFactory} from options that passed validation.
 * Making one is cheap and has no effect: the planner makes stages to ask them for schemas, and may
 * throw them away. A stage has no state of its own beyond its options: what it learns is a value
 * ({@link FittedTransformer}, {@link Model}). Core calls a stage from one thread at a time, but
 * from different threads in the course of a run.
 */
public sealed interface Stage<D>
    permits Ingestor,
        Combiner,
        Sink,
        Splitter,
        Transformer,
        Trainer,
        Refiner,
        Evaluator,
        Deployer,
        VersionDeployer {}
