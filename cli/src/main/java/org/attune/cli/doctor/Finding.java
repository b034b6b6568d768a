package org.attune.cli.doctor;

import java.util.LinkedHashMap;
import java.util.Map;
import org.attune.cli.Words;

/**
 * What a check found.
 *
 * @param what was looked at: {@code results folder}
 * @param why it is so, with the values
 * @param fix what to do about it; empty where it is green
 */
record Finding(Level level, String what, String why, String fix) {

    static Finding green(String what, String why) {
        return new Finding(Level.GREEN, what, why, "");
    }

    static Finding yellow(String what, String why, String fix) {
        return new Finding(Level.YELLOW, what, why, fix);
    }

    static Finding red(String what, String why, String fix) {
        return new Finding(Level.RED, what, why, fix);
    }

    Map<String, Object> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("level", Words.of(level));
        map.put("what", what);
        map.put("why", why);
        map.put("fix", fix.isEmpty() ? null : fix);
        return map;
    }
}
