package org.attune.analysis;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The best trial.
 *
 * @param checkpoint absolute folder of the checkpoint of its best step, or else of its latest one that is still there
 */
public record BestRow(TrialRow trial, Optional<Path> checkpoint) implements Row {

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> row = trial.toJson();
        row.put("checkpoint", checkpoint.map(Path::toString).orElse(null));
        return row;
    }
}
