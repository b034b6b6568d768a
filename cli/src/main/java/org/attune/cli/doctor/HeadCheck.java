package org.attune.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.Version;
import org.attune.cli.BadInput;
import org.attune.cli.cluster.HeadOptions;
import org.attune.wire.ClusterFolder;
import org.attune.wire.ClusterProblem;
import org.attune.wire.HeadAddress;
import org.attune.wire.Question;

/** The head of this user's cluster, where there is one: that it answers, is of this version and has the same time. */
final class HeadCheck implements Check {
    @Override
    public String what() {
        return "head";
    }

    @Override
    public Duration limit() {
        return Duration.ofSeconds(60);
    }

    @Override
    public List<Finding> examine(Surroundings here) throws IOException, InterruptedException {
        Path folder = ClusterFolder.usual(here.environment());
        Optional<HeadAddress> head;
        try {
            head = ClusterFolder.at(folder).head();
        } catch (ClusterProblem toldByTheCheckOfPrivacy) {
            return List.of();
        }
        if (head.isEmpty()) {
            return List.of();
        }
        Instant before = Instant.now();
        try {
            Map<String, Object> status = HeadOptions.of(folder, null, null)
                    .ask(new Question.Status())
                    .get(0);
            return judge(status, before, Instant.now());
        } catch (BadInput | IOException e) {
            String text = e.getMessage();
            int end = text.indexOf(". '");
            return List.of(Finding.yellow(
                    what(),
                    end < 0 ? text : text.substring(0, end),
                    end < 0 ? "'attune cluster start' starts the next one." : text.substring(end + 2)));
        }
    }

    List<Finding> judge(Map<String, Object> status, Instant before, Instant after) {
        String version = String.valueOf(status.get("version"));
        String host = String.valueOf(status.get("host"));
        if (!version.equals(Version.current())) {
            return List.of(Finding.yellow(
                    what(),
                    "the head on " + host + " is Attune " + version + ", and this is " + Version.current(),
                    "Have one version on all machines; 'attune cluster stop' there, then start it with this one."));
        }
        Finding clock = new ClockCheck(Folder.RESULTS)
                .judge("the head on " + host, before, Instant.parse(String.valueOf(status.get("time"))), after);
        return List.of(
                new Finding(clock.level(), what(), "answers on " + host + "; the time " + clock.why(), clock.fix()));
    }
}
