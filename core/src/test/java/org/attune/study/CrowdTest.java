package org.attune.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrowdTest {

    /** Of ends such as {@code 0:12/4}, of trial 0 in job 12 with four in it, {@code 0!}, known to be its own, and {@code 0-}, of another kind, how many may run together after each. */
    private static List<String> after(String ends) {
        Crowd crowd = new Crowd();
        List<String> most = new ArrayList<>();
        for (String end : ends.split(" ")) {
            int trial = Character.digit(end.charAt(0), 10);
            if (end.endsWith("!")) {
                crowd.ended(trial, Cause.OUT_OF_MEMORY, "n1 was lost: its job 9 took more memory than it had");
            } else if (end.endsWith("-")) {
                crowd.ended(trial, Cause.NODE_LOST, "n1 was lost: a node of its job 12 failed");
            } else {
                String[] parts = end.split("[:/]");
                SharedEnd shared = new SharedEnd(parts[1], Integer.parseInt(parts[2]));
                crowd.ended(trial, Cause.NODE_LOST, "n1 was lost: " + shared.words() + ": nobody is blamed.");
            }
            most.add(crowd.most().isPresent() ? "" + crowd.most().getAsInt() : "all");
        }
        return most;
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            one end changes nothing, however many were in it | 0:1/3 1:1/3 2:1/3                 | all all all
            after the second half as many run together       | 0:1/8 0:2/8                       | all 4
            and half of that, until one is alone             | 0:1/8 0:2/8 0:3/4 0:4/2 0:5/1     | all 4 2 1 1
            three are one and a half, and so one             | 0:1/3 1:1/3 0:2/3                 | all all 1
            the others of an end that is known say no more   | 0:1/8 0:2/8 1:2/8 2:2/8           | all 4 4 4
            a job that is begun anew comes to another end    | 0:1/8 0:1/8                       | all 4
            ends of other kinds do not count                 | 0- 0:1/8 0- 0:2/8 0-              | all all all 4 4
            when it is known who it was, all is as before    | 0:1/8 1:1/8 1:2/8 1! 0:3/8 0:4/8  | all all 4 all all 4
            memory that another trial lacked is another case | 0:1/8 0:2/8 7!                    | all 4 4
            """)
    void howManyMayRunTogether(String name, String ends, String most) {
        assertThat(after(ends)).as(name).containsExactly(most.split(" "));
    }

    @Test
    void theWordsAreFoundAgainInAMessage() {
        SharedEnd end = new SharedEnd("4711_3", 2);
        assertThat(SharedEnd.in(Cause.NODE_LOST, "n1 was lost: " + end.words() + ", beside other workers: nobody"))
                .hasValue(end);
        assertThat(SharedEnd.in(Cause.NODE_LOST, end.words())).hasValue(end);
        assertThat(SharedEnd.in(Cause.ERROR, end.words())).isEmpty();
        assertThat(SharedEnd.in(Cause.NODE_LOST, "n1 was lost")).isEmpty();
        String printed = end.words().replace("2", "99999999999");
        assertThat(SharedEnd.in(Cause.NODE_LOST, printed))
                .as("no number of trials")
                .isEmpty();
    }
}
