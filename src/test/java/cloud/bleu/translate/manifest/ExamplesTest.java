package cloud.bleu.translate.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example is read without a word. */
class ExamplesTest {

  @ParameterizedTest
  @ValueSource(strings = {"hospital", "ministry", "migration", "openb"})
  void nothingIsWrongWithIt(String example) {
    ManifestObjects objects =
        ManifestObjects.of(
            ManifestReader.read(List.of("examples/" + example), InputStream.nullInputStream()));
    Translation translation =
        EstateTranslator.translate(
            objects.objects(), Instant.parse("2026-11-24T12:00:00Z"), Map.of());
    assertEquals(List.of(), objects.problems(translation.problems()));
    assertEquals(List.of(), translation.notes());
    assertFalse(translation.estate().workloads().isEmpty());
  }
}
