package org.attune.carry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.attune.trial.OutputLog;
import org.attune.trial.OutputReader;
import org.attune.wire.ToHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OutputTest extends OnARig {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private void print(int trial, int attempt, String text) {
        keep.append(trial, attempt, text.getBytes(StandardCharsets.UTF_8));
    }

    private String log(int trial) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputReader reader = new OutputReader(rig.results, trial)) {
            reader.copy(out);
        } catch (NoSuchFileException e) {
            return "";
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private void awaitSettled() {
        await().atMost(PATIENCE).until(() -> !rig.baggage.isBusy());
    }

    @Test
    void whatIsPrintedIsInTheLogWhileTheTrialRuns() {
        print(1, 1, "epoch 1\n");
        await().atMost(PATIENCE).until(() -> log(1).equals("epoch 1\n"));
        print(2, 1, "other\n");
        print(1, 1, "epoch 2\n");
        await().atMost(PATIENCE).until(() -> log(1).equals("epoch 1\nepoch 2\n"));
    }

    @Test
    void theLastWordsAreSentAtOnceWhenTheAttemptEnds() {
        print(1, 1, "the end");
        keep.finish(1, 1);
        await().atMost(PATIENCE).until(() -> log(1).equals("the end"));
        awaitSettled();
    }

    @Test
    void eachByteIsThereOnceHoweverOftenTheLinkIsCutAndTheHeadStartsAgain() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String line = "line " + i + " " + "x".repeat(random.nextInt(3000)) + "\n";
            expected.append(line);
            print(1, 1, line);
            switch (random.nextInt(12)) {
                case 0 -> rig.cut();
                case 1, 2 -> {
                    rig.cut();
                    rig.join();
                }
                case 3 -> {
                    rig.endHead();
                    rig.startHead();
                    rig.join();
                }
                case 4 -> Thread.sleep(random.nextInt(60));
                default -> {}
            }
        }
        keep.finish(1, 1);
        rig.cut();
        rig.join();
        awaitSettled();
        assertThat(log(1)).isEqualTo(expected.toString());
        rig.endHead();
        rig.startHead();
        assertThat(rig.keep.take(1, 1, 0, "again".getBytes(StandardCharsets.UTF_8), true))
                .isEqualTo(OutputLog.ALL);
        assertThat(log(1)).isEqualTo(expected.toString());
    }

    @Test
    void ofOneThatPrintsMuchTheFirstMebibyteAndTheLastWordsAreKept() throws Exception {
        for (int i = 0; i < 300; i++) {
            print(1, 1, ("%07d ".formatted(i)).repeat(2048));
        }
        print(1, 1, "the end");
        keep.finish(1, 1);
        awaitSettled();
        String text = log(1);
        assertThat(text.startsWith("0000000 ")).isTrue();
        assertThat(text.endsWith(" 0000299 the end")).isTrue();
        assertThat(text.length()).isBetween(OutputLog.KEPT, OutputLog.KEPT + OutputLog.TAIL + 200);
        long printed = 300L * 8 * 2048 + "the end".length();
        var note = Pattern.compile("\n\\[attune: (\\d+) bytes are left out here[^]]*\\]\n")
                .matcher(text);
        assertThat(note.find()).isTrue();
        assertThat(Long.parseLong(note.group(1)) + text.length() - note.group().length())
                .isEqualTo(printed);
    }

    @Test
    void theMeasureIsTheTrialsAndNotTheAttempts() throws Exception {
        print(1, 1, "x".repeat(OutputLog.KEPT - 10));
        keep.finish(1, 1);
        awaitSettled();
        for (int i = 0; i < 10; i++) {
            print(1, 2, ("second " + i + " ").repeat(5000));
        }
        print(1, 2, "the end");
        keep.finish(1, 2);
        awaitSettled();
        assertThat(log(1).contains("left out here")).isTrue();
        assertThat(log(1).endsWith("second 9 the end")).isTrue();
        assertThat(log(1).length()).isLessThan(OutputLog.KEPT + OutputLog.TAIL + 200);
    }

    @Test
    void withoutAHeadWhatIsKeptIsBounded() throws Exception {
        rig.cut();
        for (int i = 0; i < 100; i++) {
            print(1, 1, "x".repeat(100_000));
        }
        keep.finish(1, 1);
        rig.join();
        awaitSettled();
        assertThat(log(1).length()).isBetween(OutputLog.KEPT, OutputLog.KEPT + OutputLog.TAIL + 200);
    }

    @Test
    void whatIsSaidBeforeTheStudyIsOpenIsSaidAgain() throws Exception {
        rig.endHead();
        rig.store = new HeadStore(root.resolve("head-files"), Limits.STANDARD);
        rig.join();
        print(1, 1, "early");
        await().atMost(PATIENCE).until(() -> rig.heard.stream().anyMatch(ToHead.Output.class::isInstance));
        rig.openStudy();
        await().atMost(PATIENCE).until(() -> log(1).equals("early"));
    }

    @Test
    void ofAStudyThatIsOverNothingIsKept() throws Exception {
        rig.store.forget(Rig.STUDY);
        print(1, 1, "nobody hears");
        keep.finish(1, 1);
        awaitSettled();
        assertThat(log(1)).isEmpty();
    }

    @Test
    void piecesAreSmall() {
        print(1, 1, "x".repeat(OutputLog.KEPT));
        keep.finish(1, 1);
        awaitSettled();
        assertThat(rig.heard)
                .filteredOn(ToHead.Output.class::isInstance)
                .allMatch(piece -> ((ToHead.Output) piece).bytes().length <= Printed.PIECE + OutputLog.TAIL);
    }
}
