package io.millrace.stages.deploy;

import io.millrace.api.option.Default;
import io.millrace.api.option.Exclusive;
import io.millrace.api.option.Help;
import io.millrace.api.option.NotEmpty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of {@code deploy/registry}. */
@Exclusive({"alias", "aliases"})
public record RegistryOptions(
    @Help("the model's name in the registry") @NotEmpty String model,
    @Help("an alias to move to the new version, as champion") @NotEmpty @Nullable String alias,
    @Help("several such aliases") @NotEmpty @Nullable List<String> aliases,
    @Help("the stage whose frame scoring starts at; the frame that the split gets, if not given")
        @NotEmpty
        @Nullable String input,
    @Help("words about this model, kept with the version") @NotEmpty @Nullable String description,
    @Help(
            "whether the model has to run without Spark, as `millrace serve` does it: then a stage that can't is a mistake in the file")
        @Default("false")
        boolean portable) {}
