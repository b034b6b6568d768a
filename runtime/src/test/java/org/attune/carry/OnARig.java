package org.attune.carry;

import java.nio.file.Path;
import org.attune.trial.Keep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test has a worker far from its head, and there a place for what trials print and save. */
abstract class OnARig {
    @TempDir
    Path root;

    Rig rig;
    Keep keep;

    @BeforeEach
    void join() throws Exception {
        rig = new Rig(root);
        keep = rig.farKeep();
    }

    @AfterEach
    void leave() {
        keep.close();
        rig.close();
    }
}
