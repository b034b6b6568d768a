package org.attune.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.attune.study.Event;
import org.attune.text.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {
    static List<Event> everyKind() {
        return Samples.everyKind();
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyEventComesBackAsItWas(Event event) {
        JournalEntry entry = new JournalEntry(7, Samples.TIME, event);

        assertThat(EventCodec.decode(line(EventCodec.encode(entry, OptionalLong.empty()))))
                .isEqualTo(entry);
        assertThat(EventCodec.decode(line(EventCodec.encode(entry, OptionalLong.of(1234)))))
                .isEqualTo(entry);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyLineIsPlainJsonInAscii(Event event) {
        byte[] line = EventCodec.encode(new JournalEntry(7, Samples.TIME, event), OptionalLong.of(1234));

        assertThat(Json.parse(new String(line, StandardCharsets.UTF_8)))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("seq", 7L)
                .containsEntry("time", "2026-11-24T20:16:40.123Z")
                .containsEntry("synced", 1234L);
        for (byte letter : line) {
            assertThat((int) letter).isBetween(10, 126);
        }
    }

    @Test
    void theFormIsAsDocumented() {
        Event event = new Event.Reported(3, 1, 2, 14, Map.of("loss", 0.5), Optional.of("checkpoints/3/14"));

        assertThat(new String(
                        EventCodec.encode(new JournalEntry(9, Samples.TIME, event), OptionalLong.of(57)),
                        StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"seq\":9,\"time\":\"2026-11-24T20:16:40.123Z\",\"event\":\"reported\",\"trial\":3,\"attempt\":1,"
                                + "\"report\":2,\"step\":14,\"metrics\":{\"loss\":0.5},\"checkpoint\":\"checkpoints/3/14\","
                                + "\"synced\":57,\"crc\":\"9a284c07\"}\n");
    }

    @Test
    void whatIsFinerThanMillisecondsIsDropped() {
        Instant fine = Instant.parse("2026-11-24T20:16:40.123999Z");

        assertThat(new JournalEntry(1, fine, Samples.report(1)).time()).isEqualTo(Samples.TIME);
    }

    @Test
    void fieldsOfLaterVersionsArePassedOver() {
        assertThat(
                        EventCodec.decode(
                                sealed(
                                        "{\"seq\":1,\"time\":\"2026-11-24T20:16:40.123Z\",\"event\":\"study_ended\",\"more\":[{}],\"reason\":\"time\"")))
                .isEqualTo(new JournalEntry(1, Samples.TIME, new Event.StudyEnded("time")));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {"seq":1                                                                                                        | the event has no 'time'
            {"seq":1,"time":"yesterday","event":"study_ended","reason":"time"                                              | 'yesterday' is not a time
            {"seq":1,"time":"2026-13-24T20:16:40.123Z","event":"study_ended","reason":"time"                               | MonthOfYear
            {"seq":1,"time":"2026-11-24T20:16:40.123Z","event":"study_ended"                                               | the event has no 'reason'
            {"seq":1.5,"time":"2026-11-24T20:16:40.123Z","event":"study_ended"                                             | 'seq' should be a whole number
            {"seq":1,"time":"2026-11-24T20:16:40.123Z","event":"decided","trial":3000000000,"decision":"STOP"              | 'trial' is out of range: 3000000000
            {"seq":1,"time":"2026-11-24T20:16:40.123Z","event":"decided","trial":3,"decision":"SHRUG"                      | the decision 'SHRUG'
            {"seq":1,"time":"2026-11-24T20:16:40.123Z","event":"danced"                                                    | the event 'danced'
            ["seq"                                                                                                         | is no JSON object
            """)
    void aBadLineSaysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> EventCodec.decode(sealed(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static byte[] sealed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] line = Arrays.copyOf(bytes, bytes.length + Line.SEAL);
        System.arraycopy(Line.seal(bytes, 0, bytes.length), 0, line, bytes.length, Line.SEAL);
        return line;
    }

    private static byte[] line(byte[] withNewline) {
        return Arrays.copyOf(withNewline, withNewline.length - 1);
    }
}
