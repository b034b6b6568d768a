package org.attune.cli.slurm.submit;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.attune.cli.ShellText;
import org.attune.cli.Words;
import org.attune.cli.live.Numbers;
import org.attune.cli.slurm.chain.Submission;

/**
 * What was submitted.
 *
 * @param jobs in the order in which they run
 * @param all whether all allocations of the budget were to be submitted
 * @param refusal why not all of them were
 */
record Submitted(Order order, Submission submission, List<Long> jobs, boolean all, Optional<String> refusal) {

    void print(String called, PrintWriter out) {
        String study = order.spec().study();
        long job = jobs.get(0);
        Allocation allocation = order.allocation();
        String limit = order.limits().isEmpty()
                ? ""
                : ", for " + Numbers.text(order.limits().get(0)) + " at most";
        out.println("Job " + job + " of " + study + ": " + allocation.count("node", 1) + " with "
                + allocation.worker()
                + (allocation.workers() == 1 ? "" : " for each of " + allocation.workers() + " workers")
                + limit + ".");
        order.budget().ifPresent(budget -> out.println(all ? followers() : untilUsed(budget)));
        refusal.ifPresent(why -> out.println("Not all could be submitted. " + why));
        out.println("Log        " + submission.log(job));
        out.println("Follow     " + ShellText.line(called, List.of("slurm", "logs", study, "-f")));
        out.println("State      " + ShellText.line(called, List.of("slurm", "status", study)));
        out.println("End        " + ShellText.line(called, List.of("slurm", "cancel", study)));
    }

    private String followers() {
        int more = jobs.size() - 1;
        return more == 0
                ? "No job follows it."
                : Words.count(more, "job") + (more == 1 ? " follows" : " follow") + " it, submitted ahead: "
                        + (more == 1 ? "" : "up to ") + jobs.get(more) + ".";
    }

    private static String untilUsed(Duration budget) {
        return "Another follows each, until the study is over or " + Numbers.text(budget) + " are used.";
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("study", order.spec().study());
        map.put("job", jobs.get(0));
        map.put("jobs", jobs);
        map.put("log", submission.log(jobs.get(0)).toString());
        map.put("script", submission.script().toString());
        map.put("folder", order.study().toString());
        map.put("budget", order.budget().map(budget -> budget.toSeconds()).orElse(null));
        map.put("problem", refusal.orElse(null));
        return map;
    }
}
