package org.attune.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.attune.study.Attempt;
import org.attune.study.Excuse;
import org.attune.study.Trial;

/**
 * A machine on which trials failed at once that were tried elsewhere then.
 *
 * @param trials that failed there, lowest first
 * @param words the last ones of the last of them
 */
public record Blamed(String host, List<Integer> trials, String words) implements Row {

    static List<Blamed> of(List<Trial> trials) {
        Map<String, Blamed> hosts = new TreeMap<>();
        for (Trial trial : trials) {
            for (Attempt attempt : trial.attempts()) {
                attempt.cause()
                        .flatMap(cause -> Excuse.in(cause, attempt.message()))
                        .ifPresent(excuse -> hosts.merge(
                                excuse.host(),
                                new Blamed(excuse.host(), List.of(trial.id()), excuse.words()),
                                Blamed::and));
            }
        }
        return new ArrayList<>(hosts.values());
    }

    private Blamed and(Blamed later) {
        return new Blamed(
                host,
                Stream.concat(trials.stream(), later.trials.stream()).distinct().toList(),
                later.words);
    }

    @Override
    public Map<String, Object> toJson() {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("host", host);
        row.put("trials", trials.stream().map(Integer::longValue).toList());
        row.put("words", words);
        return row;
    }
}
