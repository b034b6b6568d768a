package org.attune.cli.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.attune.journal.Ownership;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StepFolderTest {
    private static final Duration LOOK = Duration.ofMillis(20);

    @TempDir
    Path all;

    private StepFolder step(String name) {
        return new StepFolder(all.resolve(name));
    }

    @Test
    void tasksThatAreWorkersEndWithTheFirstOne() throws IOException, InterruptedException {
        StepFolder step = step("1.0");
        StepFolder.Lead lead = step.begin();
        assertThat(step.ended()).isEmpty();
        step.end();
        assertThat(step.awaitEnd(() -> true, LOOK)).isEqualTo(StepEnd.DONE);
        lead.close();
        assertThat(step.ended()).contains(StepEnd.DONE);
    }

    @Test
    void theyLearnThatItWasKilled() throws IOException, InterruptedException {
        StepFolder step = step("1.0");
        Process first = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeadMain.class.getName(),
                        step.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(first.inputReader().readLine()).isEqualTo("begun");
        assertThat(step.ended()).isEmpty();
        first.destroyForcibly().waitFor();
        assertThat(step.awaitEnd(() -> false, LOOK)).isEqualTo(StepEnd.KILLED);
    }

    @Test
    void aStepSweepsOldFoldersThatNobodyHolds() throws IOException {
        for (String name : List.of("1.0", "2.0", "3.0")) {
            Files.createDirectories(all.resolve(name).resolve("studies"));
            Files.writeString(all.resolve(name).resolve("key.pem"), "key");
        }
        Ownership held = Ownership.acquire(all.resolve("2.0"), false);
        age("1.0");
        age("2.0");
        step("9.0").begin().close();
        held.close();
        try (Stream<Path> left = Files.list(all)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("2.0", "3.0", "9.0");
        }
    }

    @Test
    void aStepBeginsAlsoBesideWhatCannotBeSwept() throws IOException {
        Path odd = Files.createDirectories(all.resolve("1.0")).resolve("loop");
        Files.createSymbolicLink(odd, odd);
        step("9.0").begin().close();
        assertThat(odd).isSymbolicLink();
    }

    @Test
    void whatALinkLeadsToIsNotSwept() throws IOException {
        Path elsewhere = Files.createDirectories(all.resolve("elsewhere/study"));
        Files.writeString(elsewhere.resolve("journal"), "kept");
        Path steps = Files.createDirectories(all.resolve("steps"));
        Files.createSymbolicLink(steps.resolve("1.0"), elsewhere);
        Files.createSymbolicLink(Files.createDirectories(steps.resolve("2.0")).resolve("in"), elsewhere);
        age("elsewhere");
        age("steps/2.0");
        new StepFolder(steps.resolve("9.0")).begin().close();
        assertThat(elsewhere.resolve("journal")).hasContent("kept");
    }

    private void age(String name) throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
        try (Stream<Path> walk = Files.walk(all.resolve(name))) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.setLastModifiedTime(path, old);
            }
        }
    }

    /** A first task that never ends by itself. */
    static final class LeadMain {
        private LeadMain() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            StepFolder.Lead lead = new StepFolder(Path.of(arguments[0])).begin();
            System.out.println("begun");
            TimeUnit.MINUTES.sleep(5);
            lead.close();
        }
    }
}
