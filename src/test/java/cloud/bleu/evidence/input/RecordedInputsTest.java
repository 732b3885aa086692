package cloud.bleu.evidence.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.decision.PackedItems;
import cloud.bleu.evidence.chain.EvidenceFiles;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.person.Pseudonyms;
import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.JsonTree;
import cloud.bleu.evidence.record.ProviderPseudonyms;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.RandomEstates;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.catalogue.ProviderRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provenance;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.ownership.Shareholding;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.policy.OwnRules;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded of an estate is the estate, and nothing that must not be kept. */
public class RecordedInputsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"examples/hospital", "examples/ministry"})
  void estateOfAnExampleComesBackWhole(String example) throws IOException {
    Estate estate = example(example);
    Estate read = roundTrip(new InputRecorder(name -> name, text -> text), estate);
    assertEquals(estate, read);
    assertEquals(Planner.plan(estate), Planner.plan(read));
  }

  @Test
  void estatesOfAnyKindComeBackWhole() throws IOException {
    InputRecorder recorder = new InputRecorder(name -> name, text -> text);
    int read = 0;
    for (long seed = 1; seed <= 60; seed++) {
      RandomEstates random = new RandomEstates(seed);
      Estate estate = random.fresh().operatedFrom(List.of("a"));
      if (isOfTheCatalogue(estate)) {
        assertEquals(estate, roundTrip(recorder, estate), "seed " + seed);
        read++;
      }
    }
    assertTrue(read > 30, read + " estates");
  }

  /** Whoever may write one object stops neither the record nor the decisions on others. */
  @Test
  void planThatNobodyCouldHavePackedIsNoneAndEverythingElseIsRecorded() throws IOException {
    Path odd = directory.resolve("odd.yaml");
    Files.writeString(
        odd,
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: WorkloadPlacement
        metadata: {name: dossier-base, namespace: sante}
        spec: {workloadRef: {name: dossier-base}, evacuation: %s}
        """
            .formatted(Serialization.asJson(List.of(PackedItems.ofHalfOfCharacter()))));
    Estate estate = example(NOW, "examples/hospital", odd.toString());
    assertEquals(List.of(), estate.placements().get(0).contingency());
    assertEquals(estate, roundTrip(new InputRecorder(name -> name, text -> text), estate));
    assertEquals(
        Planner.plan(example("examples/hospital")).decisions(), Planner.plan(estate).decisions());
  }

  @Test
  void documentThatIsThereIsNotMadeAgain() {
    Estate estate = example("examples/hospital");
    InputRecorder recorder = new InputRecorder(name -> name, text -> text);
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
    InputRecorder recorder = new InputRecorder(pseudonyms::of, pseudonyms::ofText);
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

  @Test
  void holdersAndSourcesStandUnderPseudonymsAndTheRulesAnswerTheSame() throws IOException {
    Path held = directory.resolve("held.yaml");
    Files.writeString(
        held,
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: held}
        spec:
          displayName: Held
          legalEntity:
            name: Held SAS
            registeredOffice: FR
            provenance: {basis: Contract, source: letter of Yvonne Dulac, checkedBy: Jeanne Martin}
          ownership:
            holders:
            - {name: Aurelie Dupont, of: Held SAS, country: FR, controlledFrom: FR, capitalPercent: "40", votesPercent: "40"}
            - {name: Family Office, of: held, country: FR, capitalPercent: "60", votesPercent: "60"}
            - {name: Aurelie Dupont, of: Family Office, country: FR, controlledFrom: FR, capitalPercent: "30", votesPercent: "30"}
            - {name: Zoe Smith, of: Family Office, country: US, controlledFrom: US, capitalPercent: "70", votesPercent: "70"}
            vetoRightsOutsideEU: false
            majorityAppointmentOutsideEU: false
            provenance: {basis: Contract, source: register kept by Yvonne Dulac, asOf: 2026-01-01}
          offerings: [{name: base, layers: [CaaS], regions: [north]}]
        """);
    Path export = directory.resolve("export");
    Estate estate = example(NOW, "examples/hospital", held.toString());
    Pseudonyms pseudonyms = new Pseudonyms();
    InputRecorder.Recorded recorded =
        new InputRecorder(pseudonyms::of, pseudonyms::ofText).record(estate);
    try (ChainExport open = ChainExport.open(export)) {
      pseudonyms.write(export);
      open.inputs(recorded.documents());
    }
    Pattern names = Pattern.compile("Dupont|Smith|Dulac|Martin|Family Office");
    try (Stream<Path> files = Files.walk(export)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean isRegister = file.endsWith(EvidenceFiles.PERSONS);
        assertEquals(
            isRegister,
            names.matcher(Files.readString(file)).find(),
            file.getFileName().toString());
      }
    }
    Estate read =
        new InputReader(new InputDocuments(export), OwnRules::of).read(recorded.digest()).estate();
    Provider before = estate.provider("held");
    Provider after = read.provider("held");
    assertNotEquals(before.ownership().holders(), after.ownership().holders());
    assertEquals(Shareholding.of(before).votes().nonEU(), Shareholding.of(after).votes().nonEU());
    ProviderRule rule = (ProviderRule) Catalogue.rule("ownership-thresholds");
    Parameters none = new Parameters(new TreeMap<>());
    Verdict answer = rule.evaluate(before, none);
    assertEquals("IndividualShareTooHigh", answer.code());
    assertEquals(answer.code(), rule.evaluate(after, none).code());
    assertEquals(answer.result(), rule.evaluate(after, none).result());
    for (Provenance said :
        List.of(after.legalEntity().provenance(), after.ownership().provenance())) {
      assertTrue(said.source().startsWith("text-") && said.hasSource(), said.toString());
    }
  }

  @Test
  void verdictsOnAnyHoldersAreTheSameUnderPseudonyms() {
    ProviderRule rule = (ProviderRule) Catalogue.rule("ownership-thresholds");
    Parameters none = new Parameters(new TreeMap<>());
    String[] names = {"ann", "bob", "cleo", "dan", "held", "Held SAS"};
    String[] countries = {"FR", "DE", "US", "CN", null};
    TreeSet<String> codes = new TreeSet<>();
    for (long seed = 1; seed <= 3000; seed++) {
      Random random = new Random(seed);
      List<Provider.Holder> holders = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        BigDecimal part = random.nextInt(8) == 0 ? null : BigDecimal.valueOf(random.nextInt(60));
        holders.add(
            new Provider.Holder(
                names[random.nextInt(4)],
                random.nextInt(2) == 0 ? names[4 + random.nextInt(2)] : names[random.nextInt(4)],
                countries[random.nextInt(5)],
                countries[random.nextInt(5)],
                part,
                part,
                random.nextInt(3) == 0 ? Boolean.TRUE : null));
      }
      Provider provider =
          new Provider(
              "held",
              "Held",
              new Provider.LegalEntity("Held SAS", "FR", "FR", "FR", null, Provenance.NONE),
              new Provider.Ownership(holders, false, false, Provenance.NONE),
              List.of(),
              null,
              List.of());
      Pseudonyms pseudonyms = new Pseudonyms();
      Verdict open = rule.evaluate(provider, none);
      Verdict hidden = rule.evaluate(ProviderPseudonyms.of(provider, pseudonyms::of), none);
      assertEquals(open.code(), hidden.code(), "seed " + seed);
      assertEquals(open.result(), hidden.result(), "seed " + seed);
      codes.add(open.code());
    }
    assertTrue(codes.size() >= 4, codes.toString());
  }

  @Test
  void whatIsErasedInTheRegisterStaysErased() throws IOException {
    Path register = directory.resolve(EvidenceFiles.PERSONS);
    Pseudonyms pseudonyms = new Pseudonyms();
    String anne = pseudonyms.of("anne");
    String bernard = pseudonyms.of("bernard");
    pseudonyms.write(directory);
    TreeMap<String, Object> left = new TreeMap<>(JsonTree.object(Files.readString(register)));
    left.remove(anne);
    Files.writeString(register, CanonicalJson.text(left));
    String text = pseudonyms.ofText("a letter");
    pseudonyms.write(directory);
    assertEquals(Set.of(bernard, text), JsonTree.object(Files.readString(register)).keySet());
    assertEquals(anne, pseudonyms.of("anne"), "which means nobody any more");
    Pseudonyms next = new Pseudonyms();
    String before = next.of("bernard");
    next.read(directory);
    next.of("claire");
    next.write(directory);
    assertTrue(
        Files.readString(register).contains(before), "what was given out before it was read");
    assertEquals(4, JsonTree.object(Files.readString(register)).size());
  }

  /** Builders of estates have a rule of their own, which no policy can name. */
  public static boolean isOfTheCatalogue(Estate estate) {
    return estate.workloads().stream()
        .flatMap(w -> w.rules().stream())
        .allMatch(r -> Catalogue.rule(r.rule().declaration().id()) != null);
  }

  private Estate roundTrip(InputRecorder recorder, Estate estate) throws IOException {
    InputRecorder.Recorded recorded = recorder.record(estate);
    try (ChainExport export = ChainExport.open(directory)) {
      export.inputs(recorded.documents());
    }
    return new InputReader(new InputDocuments(directory), OwnRules::of)
        .read(recorded.digest())
        .estate();
  }

  public static Estate example(String directory) {
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
