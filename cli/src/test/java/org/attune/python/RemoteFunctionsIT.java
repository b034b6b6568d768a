package org.attune.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.attune.cli.Attune;
import org.attune.trial.python.NeedsPython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Python functions on a cluster of real processes: the tests are in Python, as their users are. */
@NeedsPython
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RemoteFunctionsIT {
    @TempDir
    Path folder;

    @Test
    void functionsRunOnAClusterWhateverBreaks() {
        Path tests = Attune.repository().resolve("python/tests");
        Attune attune = new Attune(folder)
                .with("ATTUNE", Attune.distribution().toString())
                .patience(Duration.ofMinutes(9));
        Attune.Ended ended = attune.finish(attune.start(
                List.of("python3", "-m", "unittest", "discover", "-s", tests.toString(), "-p", "on_a_cluster.py")));
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err()).containsPattern("Ran [1-9]\\d* tests").contains("OK");
    }
}
