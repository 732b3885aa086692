package cloud.bleu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.SigningKey;
import cloud.bleu.evidence.export.ChainExport;
import cloud.bleu.evidence.verification.Verification;
import cloud.bleu.evidence.verification.VerificationReport;
import cloud.bleu.ledger.RecordedDays;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.policy.OwnRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that are not of the catalogue are recorded with their text and asked again. */
public class OwnRulesInTheChainTest {

  private static final String DRY = "zone.failureDomains.flood == 'None'";
  private static final String WET = "zone.failureDomains.flood != 'None'";

  private static final KeyPair KEYS = SigningKey.generate();

  @TempDir Path export;

  @Test
  void decisionsUnderAnExpressionAreTakenAgain() throws IOException {
    assertEquals(2, record(estate(DRY), estate(DRY)));
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(2, report.replayed());
    assertEquals(Map.of(), report.notEvaluated());
    String inputs = inputs();
    assertTrue(inputs.contains(DRY), inputs);
    assertTrue(inputs.contains("'zone ' + zone.name + ' can be flooded'"), inputs);
    assertTrue(inputs.contains("\"11.3.a\""), inputs);
    assertTrue(inputs.contains("bleu-placement/23 with cel-java/"), inputs);
  }

  @Test
  void expressionThatWasReplacedWithTheStolenKeyIsNamed() throws IOException {
    record(estate(DRY), estate(WET));
    VerificationReport report = verify();
    assertEquals(
        List.of(ChainFault.Code.DecisionDiffers),
        report.faults().stream().map(ChainFault::code).toList(),
        report.faults().toString());
    assertTrue(report.faults().get(0).where().contains("(entry 1)"), report.faults().toString());
  }

  @Test
  void expressionThatIsEditedInItsDocumentIsNamed() throws IOException {
    record(estate(DRY), estate(DRY));
    edit("== 'None'", "!= 'None'");
    VerificationReport report = verify();
    assertTrue(
        report.faults().stream().anyMatch(f -> f.code() == ChainFault.Code.InputChanged),
        report.faults().toString());
  }

  @Test
  void decisionsUnderAnotherVersionOfTheLanguageAreCheckedOnly() throws IOException {
    record(estate(DRY), estate(DRY));
    VerificationReport report =
        Verification.verify(
            export,
            List.of(KEYS.getPublic()),
            List.of(),
            making -> new Older(OwnRules.of(making)),
            Instant.parse("2027-06-01T00:00:00Z"));
    assertEquals(List.of(), report.faults());
    assertEquals(0, report.replayed());
    assertEquals(2, report.releaseChecked());
  }

  /** The same rule, made by a version of the library that is not the recorded one. */
  private record Older(ZoneRule rule) implements ZoneRule {
    @Override
    public Declaration declaration() {
      return rule.declaration();
    }

    @Override
    public Verdict evaluate(Question question) {
      return rule.evaluate(question);
    }

    @Override
    public Making making() {
      return new Making("cel-java/0.0.1", new TreeMap<>(), List.of());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zone.location.provenance.checkedBy != 'nobody'",
        "zone.siteProvenance.source != 'nowhere'",
        "[zone.location.provenance].exists(p, p.source != 'nowhere')",
        "!has(provider.ownership) || provider.ownership.holders.all(h, h.name != 'x')",
        "!has(provider.ownership) || provider.ownership.holders.filter(h, h.country == 'US').all(h,"
            + " h.of != 'x')",
        "!has(provider.ownership) || provider.ownership.holders[0].name != 'x'"
      })
  void expressionThatAsksForANameIsSaidNotToBeEvaluated(String expression) throws IOException {
    Estate estate = estate(expression);
    record(estate, estate);
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(1, report.notEvaluated().size());
    assertTrue(
        report.notEvaluated().firstKey().contains("who checked a fact"),
        report.notEvaluated().toString());
  }

  @Test
  void expressionThatAsksWhatAnOfferingIsCalledIsAskedAgain() throws IOException {
    Estate estate =
        estate(
            "offerings.filter(o, 'CaaS' in o.layers).exists(o, o.name == 'base') &&"
                + " zone.failureDomains.flood == 'None'");
    record(estate, estate);
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(Map.of(), report.notEvaluated());
    assertEquals(2, report.replayed());
  }

  @Test
  void policyThatCannotBeReadIsRecordedAndAskedAgain() throws IOException {
    Estate estate = estate("zone.failureDomain.flood == 'None'");
    assertEquals(2, record(estate, estate), "one runs nowhere, the other is placed");
    VerificationReport report = verify();
    assertEquals(List.of(), report.faults());
    assertEquals(2, report.replayed());
    assertTrue(inputs().contains("PolicyInvalid"));
  }

  private int record(Estate decided, Estate recorded) throws IOException {
    try (ChainExport open = ChainExport.open(export)) {
      RecordedDays days = new RecordedDays(open);
      int made = days.pass(decided, recorded);
      days.sign(SigningKey.signer(SigningKey.pem(KEYS.getPrivate())));
      return made;
    }
  }

  private VerificationReport verify() throws IOException {
    return Verification.verify(
        export,
        List.of(KEYS.getPublic()),
        List.of(),
        OwnRules::of,
        Instant.parse("2027-06-01T00:00:00Z"));
  }

  private String inputs() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path file : documents()) {
      all.append(Files.readString(file)).append('\n');
    }
    return all.toString();
  }

  private void edit(String before, String after) throws IOException {
    for (Path file : documents()) {
      Files.writeString(file, Files.readString(file).replace(before, after));
    }
  }

  private List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(export.resolve("inputs"))) {
      return files.toList();
    }
  }

  private static Estate estate(String expression) {
    String yaml =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: acme}
        spec:
          displayName: Acme
          legalEntity: {name: Acme, registeredOffice: FR, provenance: {basis: Contract, source: s, asOf: 2026-01-01}}
          offerings: [{name: base, layers: [CaaS], regions: [north]}]
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: own}
        spec:
          appliesTo: {dataClasses: [Health]}
          rules:
          - name: floods
            action: Enforce
            expression: "EXPRESSION"
            message: "'zone ' + zone.name + ' can be flooded'"
            requirements: ["11.3.a"]
        ---
        """
                .replace("EXPRESSION", expression)
            + zone("dry", "None")
            + zone("wet", "seine")
            + workload("first", "Health")
            + workload("second", "Ordinary");
    return EstateTranslator.translate(
            ManifestObjects.of(
                    ManifestReader.read(
                        List.of("-"),
                        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .objects(),
            Instant.parse("2026-11-24T12:00:00Z"),
            Map.of())
        .estate();
  }

  private static String zone(String name, String flood) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: NAME}
    spec:
      provider: acme
      region: north
      site: site-NAME
      location: {country: FR, provenance: {basis: Contract, source: s, asOf: 2026-01-01, checkedBy: Jeanne Martin}}
      failureDomains: {flood: FLOOD}
      offerings: [base]
      target: {nodeSelector: {zone: NAME}}
      capacity: {cpu: 64, memory: 256Gi, pods: 500}
    ---
    """
        .replace("NAME", name)
        .replace("FLOOD", flood);
  }

  private static String workload(String name, String dataClass) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata: {name: NAME, namespace: default}
    spec:
      replicas: 2
      dataClasses: [CLASS]
      workload:
        deployment:
          template:
            spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
    ---
    """
        .replace("NAME", name)
        .replace("CLASS", dataClass);
  }
}
