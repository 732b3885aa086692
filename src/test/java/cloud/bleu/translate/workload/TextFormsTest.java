package cloud.bleu.translate.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.time.DurationText;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.object.QuantityText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {

  @ParameterizedTest
  @CsvSource({
    "cpu, 4, 4000",
    "cpu, 500m, 500",
    "cpu, 1.5, 1500",
    "cpu, 0.0005, 1",
    "cpu, 100u, 1",
    "memory, 1Ki, 1024",
    "memory, 1.5Gi, 1610612736",
    "memory, 16Ti, 17592186044416",
    "memory, 1e3, 1000",
    "memory, 12E2, 1200",
    "memory, 2E, 2000000000000000000",
    "memory, 128M, 128000000",
    "memory, 1000m, 1",
    "pods, +3, 3",
    "nvidia.com/gpu, 8, 8",
    "memory, 0, 0",
    "memory, -0, 0"
  })
  void quantities(String resource, String text, long expected) {
    assertEquals(
        new QuantityText.Parsed.Amount(expected), QuantityText.parse(resource, text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "x",
        "1 Gi",
        "1gi",
        "1KB",
        "-1",
        "-500m",
        "1e999",
        "16E",
        "999999999999Ei",
        "--1",
        "1..2",
        "0x10",
        "NaN",
        "Infinity",
        "1_000"
      })
  void notQuantities(String text) {
    assertInstanceOf(QuantityText.Parsed.Bad.class, QuantityText.parse("memory", text));
  }

  @ParameterizedTest
  @CsvSource({
    "2ms, PT0.002S",
    "60s, PT1M",
    "30m, PT30M",
    "1h30m, PT1H30M",
    "1.5s, PT1.5S",
    "0s, PT0S"
  })
  void durations(String text, Duration expected) {
    assertEquals(expected, DurationText.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "60", "s", "-5s", "5 s", "5d", "1m1", "99999999999h"})
  void notDurations(String text) {
    assertNull(DurationText.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"site idf-1", "zone z 1", "region r", "provider p", "failureDomains/flood seine"})
  void eventsAreReadAsTheyAreWritten(String text) {
    Contingency.Event event = Contingency.Event.of(text);
    assertEquals(text, String.valueOf(event));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "site", "site ", " idf", "town idf", " ", "failureDomains/ x"})
  void notEvents(String text) {
    assertThrows(IllegalArgumentException.class, () -> Contingency.Event.of(text));
  }

  @Test
  void whatIsNoEventIsToldByItsBeginning() {
    assertEquals("not an event: '" + "x".repeat(60) + "'", notAnEvent("x".repeat(60)));
    assertEquals(
        "not an event: '" + "x".repeat(60) + "…' (61 characters)", notAnEvent("x".repeat(61)));
    // No half of a character.
    assertEquals(
        "not an event: '" + "x".repeat(59) + "…' (61 characters)",
        notAnEvent("x".repeat(59) + "😀"));
  }

  private static String notAnEvent(String text) {
    return assertThrows(IllegalArgumentException.class, () -> Contingency.Event.of(text))
        .getMessage();
  }

  @Test
  void pathsAreReadAsTheyAreWritten() {
    String path = FieldPath.child(FieldPath.item(FieldPath.child("spec", "a"), 2), "x.y/z");
    assertEquals("spec.a[2][x.y/z]", path);
    assertEquals(List.of("spec", "a", "2", "x.y/z"), FieldPath.segments(path));
  }

  @Test
  void whatOthersWriteIsShownHarmlessly() {
    assertEquals("\"a\\u202Eb\\u0000\"", ShownText.quote("a\u202eb\u0000"));
    assertEquals(
        "\"" + "x".repeat(60) + "… (10000 characters)\"", ShownText.quote("x".repeat(10_000)));
  }
}
