package org.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.attune.text.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudySpecWriterTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.attune.spec.GoodStudies#all")
    void whatIsWrittenIsReadAsTheSameStudy(GoodStudies good) {
        StudySpec spec = StudySpecReader.read(good.yaml(), "study.yaml");
        Map<String, Object> json = StudySpecWriter.toJson(spec);

        assertThat(StudySpecReader.fromJson(json)).isEqualTo(spec);
        assertThat(StudySpecWriter.toJson(StudySpecReader.fromJson(json))).isEqualTo(json);
        assertThat(StudySpecReader.read(Json.text(json), "study.json")).isEqualTo(spec);
    }

    @Test
    void theNormalFormSpellsOutDefaults() {
        StudySpec spec = StudySpecReader.read("""
                study: demo
                objective: {metric: loss, mode: min}
                space: {lr: {type: float, low: 1e-4, high: 1}}
                scheduler: {type: hyperband, max_step: 9}
                time_limit: 1h
                trainable: {command: "./train '{lr}'"}
                """, "study.yaml");

        assertThat(Json.text(StudySpecWriter.toJson(spec))).isEqualTo(Json.text(Json.parse("""
                {"study": "demo",
                 "objective": {"metric": "loss", "mode": "min"},
                 "space": {"lr": {"type": "float", "low": 1e-4, "high": 1.0}},
                 "sampler": {"type": "bohb", "top_percent": 15.0, "random_share": 0.3333333333333333, "candidates": 64,
                             "bandwidth_factor": 3.0, "min_bandwidth": 0.001},
                 "scheduler": {"type": "hyperband", "max_step": 9, "eta": 3, "min_step": 1},
                 "time_limit": 3600,
                 "resources": {"cpu": 1},
                 "trainable": {"command": ["./train", "{lr}"]},
                 "grace": 30,
                 "seed": 0}
                """)));
    }
}
