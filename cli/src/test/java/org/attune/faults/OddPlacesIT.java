package org.attune.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.attune.cli.Attune;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OddPlacesIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"it's \"quoted\" $HOME `x` \\ *", "two\nlines %s {x}", "-leading"})
    void aStudyRunsGoesOnAndIsReadInAFolderOfAnyName(String name) throws Exception {
        Path home = Files.createDirectories(folder.resolve(name));
        Falling study = new Falling(home, 2).program("echo checkpoint > \"$ATTUNE_SAVE/state\" || exit 1");
        study.attune().with("HOME", home.toString());
        study.goesOnWithNothingLost();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void lettersBeyondAsciiInPathsDoInAnyLocaleOnADumbTerminal(String locale) throws Exception {
        String script = "mkdir -p 'Übung 试' && cp falling.* 'Übung 试' && cd 'Übung 试' && "
                + "TERM=dumb HOME=$PWD ATTUNE_RESULTS=$PWD/results LC_ALL=" + locale + " exec \"$@\"";
        Falling study = new Falling(folder, 2);
        List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        words.addAll(List.of(Attune.distribution().toString(), "run", "falling.yaml"));
        Attune.Ended ended = study.attune().finish(study.attune().start(words));
        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        study.processes().awaitNone();
    }
}
