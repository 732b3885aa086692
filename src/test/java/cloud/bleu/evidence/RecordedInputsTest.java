package cloud.bleu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Catalogue;
import cloud.bleu.placement.Estate;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.OwnRules;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of an estate is the estate, and nothing that must not be kept. */
class RecordedInputsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"examples/hospital", "examples/ministry"})
  void estateOfAnExampleComesBackWhole(String example) throws IOException {
    Estate estate = example(example);
    Estate read = roundTrip(new InputRecorder(name -> name), estate);
    assertEquals(estate, read);
    assertEquals(Planner.plan(estate), Planner.plan(read));
  }

  @Test
  void estatesOfAnyKindComeBackWhole() throws IOException {
    InputRecorder recorder = new InputRecorder(name -> name);
    int read = 0;
    for (long seed = 1; seed <= 60; seed++) {
      RandomEstates random = new RandomEstates(seed);
      Estate estate = random.fresh();
      if (isOfTheCatalogue(estate)) {
        assertEquals(estate, roundTrip(recorder, estate), "seed " + seed);
        read++;
      }
    }
    assertTrue(read > 30, read + " estates");
  }

  @Test
  void documentThatIsThereIsNotMadeAgain() {
    Estate estate = example("examples/hospital");
    InputRecorder recorder = new InputRecorder(name -> name);
    Map<String, String> all = recorder.record(estate).documents();
    assertTrue(all.size() > 5, all.keySet().toString());
    assertEquals(Map.of(), recorder.record(estate).documents());
    Estate later = example(NOW.plusSeconds(60), "examples/hospital");
    assertEquals(1, recorder.record(later).documents().size(), "the root alone");
    recorder.forget();
    assertEquals(all.size(), recorder.record(estate).documents().size());
  }

  @Test
  void personsStandUnderPseudonymsAndTemplatesAreNotKept() throws IOException {
    Pseudonyms pseudonyms = new Pseudonyms();
    InputRecorder recorder = new InputRecorder(pseudonyms::of);
    Path checked = directory.resolve("checked.yaml");
    Files.writeString(
        checked,
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: checked}
        spec:
          displayName: Checked
          legalEntity:
            name: Checked
            registeredOffice: FR
            provenance: {basis: Contract, source: contract 7, checkedBy: Jeanne Martin}
          offerings: [{name: base, layers: [CaaS], regions: [north]}]
        """);
    Estate estate = example(NOW, "examples/hospital", checked.toString());
    String everything =
        recorder.record(estate).documents().values().stream().collect(Collectors.joining("\n"));
    assertFalse(everything.contains("Martin"));
    assertTrue(everything.contains("person-"));
    assertFalse(everything.contains("\"containers\""), "no pod template");
    assertFalse(everything.contains("\"image\""), "no pod template");
  }

  /** Builders of estates have a rule of their own, which no policy can name. */
  static boolean isOfTheCatalogue(Estate estate) {
    return estate.workloads().stream()
        .flatMap(w -> w.rules().stream())
        .allMatch(r -> Catalogue.rule(r.rule().declaration().id()) != null);
  }

  private Estate roundTrip(InputRecorder recorder, Estate estate) throws IOException {
    InputRecorder.Recorded recorded = recorder.record(estate);
    try (ChainExport export = ChainExport.open(directory)) {
      export.inputs(recorded.documents());
    }
    return new InputReader(directory, OwnRules::of).read(recorded.digest()).estate();
  }

  static Estate example(String directory) {
    return example(NOW, directory);
  }

  private static Estate example(Instant now, String... files) {
    return EstateTranslator.translate(
            ManifestObjects.of(ManifestReader.read(List.of(files), InputStream.nullInputStream()))
                .objects(),
            now,
            Map.of())
        .estate();
  }
}
