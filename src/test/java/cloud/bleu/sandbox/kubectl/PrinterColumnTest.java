package cloud.bleu.sandbox.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrinterColumnTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          .spec.n                                   | integer | 3
          .spec.none                                | string  | null
          .spec.text                                | string  | "a b"
          .list[*].zone                             | string  | "x"
          .list[?(@.zone=="y")].n                   | integer | 2
          .list[?(@.zone=="z")].n                   | integer | null
          .metadata.labels.a\\.b/c                  | string  | "d"
          .times.seconds                            | date    | "119s"
          .times.minutes                            | date    | "9m30s"
          .times.even                               | date    | "5m"
          .times.long                               | date    | "179m"
          .times.hours                              | date    | "47h"
          .times.days                               | date    | "12d"
          .times.future                             | date    | "0s"
          .spec.text                                | date    | "<invalid>"
          """)
  void aCellIsWhatThePathFinds(String path, String type, String cell) throws Exception {
    JsonNode object =
        new ObjectMapper()
            .readTree(
                """
                {"spec": {"n": 3, "text": "a b", "none": null},
                 "metadata": {"labels": {"a.b/c": "d"}},
                 "list": [{"zone": "x", "n": 1}, {"zone": "y", "n": 2}],
                 "times": {"seconds": "2026-11-24T11:58:01Z", "minutes": "2026-11-24T11:50:30Z",
                   "even": "2026-11-24T11:55:00Z",
                   "long": "2026-11-24T09:00:01Z", "hours": "2026-11-22T12:00:01Z",
                   "days": "2026-11-12T12:00:00Z", "future": "2026-11-24T12:00:01Z"}}
                """);
    assertEquals(cell, new PrinterColumn("X", type, "", 0, path).cell(object, NOW).toString());
  }
}
