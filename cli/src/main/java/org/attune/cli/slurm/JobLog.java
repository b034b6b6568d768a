package org.attune.cli.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.attune.cli.BadInput;
import org.attune.engine.slurm.QueuedJob;

/** Prints what jobs printed into their files. */
final class JobLog {
    private static final long LOOK_MILLIS = 500;

    private final PrintStream out;
    private final Consumer<String> say;
    private final Map<Path, Long> shown = new HashMap<>();
    private String said = "";

    /** The jobs of a study, as they are now. */
    interface Jobs {
        JobsOf.Found now() throws IOException, InterruptedException;
    }

    /** {@code say} takes remarks, which are not the jobs'. */
    JobLog(PrintStream out, Consumer<String> say) {
        this.out = out;
        this.say = say;
    }

    /** All of what one job has printed: the one that was named, else the last one that has printed something. */
    void print(JobsOf.Found found, String what) throws IOException {
        List<StudyJobs.Entry> jobs = found.jobs().entries().stream()
                .filter(job -> Files.exists(file(job)))
                .toList();
        StudyJobs.Entry job = jobs.stream()
                .filter(each -> each.id().equals(what))
                .findFirst()
                .or(() -> jobs.stream().reduce((first, last) -> last))
                .orElseThrow(() -> nothing(found));
        copy(file(job));
        out.flush();
    }

    /** From the first job that is not over on, until all are. */
    void follow(Jobs jobs) throws IOException, InterruptedException {
        while (true) {
            JobsOf.Found found = jobs.now();
            List<StudyJobs.Entry> live = found.jobs().live();
            for (StudyJobs.Entry job : found.jobs().entries()) {
                boolean isNew = !shown.containsKey(file(job));
                boolean counts = live.isEmpty() ? found.jobs().shown().contains(job) : live.contains(job);
                if (isNew && !counts || !Files.exists(file(job))) {
                    continue;
                }
                if (isNew) {
                    remark("job " + job.id() + ", " + file(job));
                }
                copy(file(job));
            }
            out.flush();
            if (live.isEmpty() && shown.isEmpty()) {
                throw nothing(found);
            } else if (live.isEmpty()) {
                return;
            } else if (out.checkError()) {
                return;
            }
            live.stream().findFirst().ifPresent(this::waiting);
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static BadInput nothing(JobsOf.Found found) {
        return new BadInput("no job of " + found.study() + " has printed anything yet.");
    }

    private void waiting(StudyJobs.Entry job) {
        job.queued()
                .filter(queued -> queued.state().isWaiting())
                .map(queued -> "job " + job.id() + " waits: " + queued.reason().plain() + reason(queued))
                .ifPresent(this::remark);
    }

    private static String reason(QueuedJob queued) {
        return queued.reasonText().isEmpty() || queued.reasonText().equals("None")
                ? ""
                : " (" + queued.reasonText() + ")";
    }

    private void remark(String line) {
        if (!line.equals(said)) {
            said = line;
            out.flush();
            say.accept(line);
        }
    }

    private static Path file(StudyJobs.Entry job) {
        return job.submission().log(job.link().job());
    }

    private void copy(Path file) throws IOException {
        long from = shown.getOrDefault(file, 0L);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            // A job that is begun anew may begin its file anew.
            long start = channel.size() < from ? 0 : from;
            channel.position(start);
            InputStream in = Channels.newInputStream(channel);
            shown.put(file, start + in.transferTo(out));
        }
    }
}
