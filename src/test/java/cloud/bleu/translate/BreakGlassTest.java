package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.BreakGlassState;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.policy.SignatureCheck;
import cloud.bleu.translate.zone.ObservationTrust;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a break-glass sets aside, for whom, where and until when, and what it never does. */
class BreakGlassTest {
  private static final Instant FROM = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId WEB = new WorkloadId("shop", "web");
  private static final String OPENED =
      "by=alice; zone=us-1; from=2026-11-24T12:00:00Z; until=2026-11-26T12:00:00Z; reason=France is"
          + " lost";
  private static final String SIGNED = "by=bob; signs: " + OPENED;
  private static final String GLASS = "  annotations: {placement.bleu.cloud/break-glass: '%s'}\n";
  private static final String BOTH =
      "  annotations: {placement.bleu.cloud/break-glass: '%s',"
          + " placement.bleu.cloud/break-glass-countersigned: '%s'}\n";

  /** The zone in the United States is refused by a policy, and another one there as well. */
  private static final String ESTATE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
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
      metadata: {name: home}
      spec:
        appliesTo: {dataClasses: [Ordinary]}
        rules: [{name: place, rule: data-location, action: Enforce, onViolation: MoveNow, parameters: {countries: [FR]}}]
      """
          + zone("us-1", "US")
          + zone("us-2", "US");

  private static String zone(String name, String country) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %s}
    spec:
      provider: acme
      region: north
      site: site-%s
      location: {country: %s, provenance: {basis: Contract, source: s, asOf: 2026-01-01}}
      offerings: [base]
      target: {nodeSelector: {zone: %s}}
      capacity: {cpu: 64, memory: 256Gi, pods: 500}
    """
        .formatted(name, name, country, name);
  }

  private static String workload(String name, String annotations, String spec) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata:
      name: %s
      namespace: shop
      uid: u-%s
    %sspec:
      replicas: 2
      dataClasses: [Ordinary]
    %s
      workload:
        deployment:
          template:
            spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
    """
        .formatted(name, name, annotations, spec);
  }

  private static Translation read(String yaml, Instant now) {
    ApiObjects objects =
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
            .objects();
    return EstateTranslator.translate(objects, now, Map.of());
  }

  /** As in a cluster whose admission checks signatures since an instant; null: it does not. */
  private static Translation seen(String yaml, @Nullable Instant bound, Instant now) {
    ApiObjects objects =
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
            .objects();
    return EstateTranslator.translate(
        objects,
        now,
        Map.of(),
        ObservationTrust.UNBROKEN.checking(SignatureCheck.since(bound)),
        new TranslationMemory());
  }

  /** Where the workload runs, as the engine decides and its check accepts. */
  private static Map<String, Integer> zones(Translation translation, String name) {
    Plan plan = Planner.plan(translation.estate());
    assertEquals(List.of(), Checker.check(translation.estate(), plan), "the check knows it");
    Map<String, Integer> zones = new TreeMap<>();
    for (Assignment a : decision(plan, name).assignments()) {
      zones.put(a.zone(), a.replicas());
    }
    return zones;
  }

  private static Decision decision(Plan plan, String name) {
    return plan.decisions().stream()
        .filter(d -> d.id().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static BreakGlassStatus standing(Translation translation) {
    return translation.breakGlass().get(WEB);
  }

  private static String glass(String text) {
    return GLASS.formatted(text);
  }

  @Test
  void oneWorkloadRunsInTheOneZoneThatPoliciesRefuse() {
    Translation translation =
        read(ESTATE + workload("web", glass(OPENED), "") + workload("other", "", ""), FROM);
    assertEquals(Map.of("us-1", 2), zones(translation, "web"));
    assertEquals(Map.of(), zones(translation, "other"), "nobody else");

    Plan plan = Planner.plan(translation.estate());
    Workload web = translation.estate().workloads().get(1);
    assertEquals(WEB, web.id());
    List<WaiverUse> uses = WaiverUse.of(web, decision(plan, "web"), translation.estate());
    assertEquals(1, uses.size());
    assertEquals(Verdict.Result.Waived, uses.get(0).verdict().result());
    assertEquals("CountryNotAccepted", uses.get(0).verdict().code());
    assertTrue(uses.get(0).waiver().isBreakGlass());
    assertEquals(List.of(), decision(plan, "web").violations());
  }

  /** Hours after it was opened, with one signature and with two. */
  @ParameterizedTest
  @CsvSource({
    "-1, NotYetInForce, false, NotYetInForce, false",
    "0, AwaitingSignature, true, Countersigned, true",
    "23, AwaitingSignature, true, Countersigned, true",
    "24, Unsigned, false, Countersigned, true",
    "47, Unsigned, false, Countersigned, true",
    "48, Unsigned, false, Expired, false",
    "500, Unsigned, false, Expired, false",
  })
  void timeTellsWhetherItIsInForce(
      int hours, BreakGlassState one, boolean allowsOne, BreakGlassState two, boolean allowsTwo) {
    Instant now = FROM.plus(Duration.ofHours(hours));
    Translation alone = read(ESTATE + workload("web", glass(OPENED), ""), now);
    assertEquals(one, standing(alone).state());
    assertEquals(allowsOne, standing(alone).inForce());
    assertEquals(allowsOne ? Map.of("us-1", 2) : Map.of(), zones(alone, "web"));
    Translation both = read(ESTATE + workload("web", BOTH.formatted(OPENED, SIGNED), ""), now);
    assertEquals(two, standing(both).state());
    assertEquals(allowsTwo, standing(both).inForce());
    assertEquals(allowsTwo ? Map.of("us-1", 2) : Map.of(), zones(both, "web"));
  }

  /** A short one needs the second signature all the same. */
  @Test
  void whatEndedBeforeItHadToBeSignedIsAViolationUnsigned() {
    String shorter = OPENED.replace("until=2026-11-26T12", "until=2026-11-24T18");
    String yaml = ESTATE + workload("web", glass(shorter), "");
    Translation over = read(yaml, FROM.plus(Duration.ofHours(7)));
    assertEquals(BreakGlassState.AwaitingSignature, standing(over).state());
    assertFalse(standing(over).inForce());
    assertEquals(Map.of(), zones(over, "web"));
    assertEquals(
        FROM.plus(Duration.ofHours(24)), standing(over).next(over.estate().now()), "it is looked");
    Translation late = read(yaml, FROM.plus(Duration.ofHours(24)));
    assertEquals(BreakGlassState.Unsigned, standing(late).state());
    assertEquals(
        "nobody countersigned before 2026-11-25T12:00:00Z that alice set policies aside in zone"
            + " us-1: it sets nothing aside any more; countersign it all the same, with `bleu"
            + " break-glass shop/web --countersign --zone us-1`, or remove the annotation"
            + " placement.bleu.cloud/break-glass",
        standing(late).message());
  }

  @Test
  void laterSignatureEndsTheViolation() {
    Translation signed =
        read(
            ESTATE + workload("web", BOTH.formatted(OPENED, SIGNED), ""),
            FROM.plus(Duration.ofHours(30)));
    assertEquals(BreakGlassState.Countersigned, standing(signed).state());
    assertEquals(Map.of("us-1", 2), zones(signed, "web"));
  }

  /** What the workload asks of itself, what nobody can read, and what is not there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "  residency: {countries: [FR]}",
        "  residency: {zones: {deny: [us-1]}}",
        "  policies: [nowhere]",
      })
  void whatNoPolicyOfOthersStatesIsNeverSetAside(String spec) {
    Translation translation = read(ESTATE + workload("web", glass(OPENED), "  " + spec), FROM);
    assertTrue(standing(translation).inForce());
    assertEquals(Map.of(), zones(translation, "web"));
  }

  @Test
  void zoneThatIsLostOrFullTakesNothing() {
    String lost = ESTATE.replace("site: site-us-1", "site: site-us-1\n  state: Lost");
    assertEquals(
        Map.of(), zones(read(lost + workload("web", glass(OPENED), ""), FROM), "web"), "lost");
    String full = ESTATE.replace("capacity: {cpu: 64", "capacity: {cpu: 100m");
    assertEquals(
        Map.of(), zones(read(full + workload("web", glass(OPENED), ""), FROM), "web"), "full");
  }

  @Test
  void statementsThatOnlyWarnStillWarn() {
    String warns = ESTATE.replace("action: Enforce", "action: Warn");
    String there = workload("web", glass(OPENED), "  residency: {zones: {allow: [us-1]}}");
    Plan plan = Planner.plan(read(warns + there, FROM).estate());
    assertEquals(
        List.of("CountryNotAccepted"),
        decision(plan, "web").warnings().stream().map(Verdict::code).distinct().toList());
  }

  /** Unknown means no, and what to write is said. */
  @Test
  void garbledOneSetsNothingAsideAndSaysWhatToWrite() {
    Translation translation =
        read(ESTATE + workload("web", glass("zone=us-1; until=tomorrow"), ""), FROM);
    assertEquals(Map.of(), zones(translation, "web"));
    BreakGlassStatus standing = standing(translation);
    assertEquals(BreakGlassState.Invalid, standing.state());
    assertNull(standing.next(FROM));
    Problem problem = translation.problems().get(0);
    assertEquals("metadata.annotations[placement.bleu.cloud/break-glass]", problem.path());
    assertFalse(problem.blocking(), "what runs is not frozen for it");
    assertTrue(
        problem.text().contains("by=NAME; zone=ZONE; from=INSTANT; until=INSTANT; reason=TEXT"),
        problem.text());
  }

  @Test
  void zoneThatIsNotThereIsNamed() {
    Translation translation =
        read(ESTATE + workload("web", glass(OPENED.replace("us-1", "us-3")), ""), FROM);
    assertEquals(BreakGlassState.ZoneMissing, standing(translation).state());
    assertTrue(
        standing(translation).message().contains("there is no AvailabilityZone us-3 (did you mean"),
        standing(translation).message());
  }

  /** Unknown means no: an editor can write any name while admission checks none. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"none, false", "2026-11-24T12:00:01Z, false", "2026-11-24T12:00:00Z, true"})
  void namesThatNobodyCheckedSetNothingAside(@Nullable Instant bound, boolean counts) {
    String yaml = ESTATE + workload("web", BOTH.formatted(OPENED, SIGNED), "");
    Translation translation = seen(yaml, bound, FROM.plus(Duration.ofHours(1)));
    assertEquals(counts ? Map.of("us-1", 2) : Map.of(), zones(translation, "web"));
    BreakGlassStatus standing = standing(translation);
    assertEquals(counts, standing.inForce());
    assertEquals(
        counts ? BreakGlassState.Countersigned : BreakGlassState.Unchecked, standing.state());
    assertEquals(standing.state(), standing.signatures());
    assertEquals(List.of(), translation.problems(), "the workload itself is not wrong");
    if (!counts) {
      assertEquals(
          "the annotation placement.bleu.cloud/break-glass sets nothing aside: nobody checked who"
              + " wrote it, as the admission policy breakglass.placement.bleu.cloud or its binding"
              + " is not there, or came after 2026-11-24T12:00:00Z; have the admission policies of"
              + " the chart installed (admission.enabled), then end it with `bleu break-glass shop/web"
              + " --end` and write it again",
          standing.message());
    }
  }

  /** The zone may come back; that nobody signed is a violation all the same. */
  @Test
  void zoneThatIsGoneHidesNoMissingSignature() {
    String yaml = ESTATE + workload("web", glass(OPENED.replace("us-1", "us-3")), "");
    BreakGlassStatus before = standing(read(yaml, FROM));
    assertEquals(BreakGlassState.ZoneMissing, before.state());
    assertEquals(BreakGlassState.AwaitingSignature, before.signatures());
    assertEquals(FROM.plus(Duration.ofHours(24)), before.next(FROM));
    assertEquals(
        BreakGlassState.Unsigned, standing(read(yaml, FROM.plus(Duration.ofHours(24)))).state());
  }

  /** A waiver that two people decided goes first: nothing is used of the break-glass then. */
  @Test
  void waiverIsUsedBeforeBreakGlass() {
    String waived =
        ESTATE.replace("spec:\n  appliesTo", "spec:\n  waivable: [place]\n  appliesTo")
            + workload("web", glass(OPENED), "")
            + """
            ---
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyWaiver
            metadata: {name: zz, namespace: shop, uid: w}
            spec:
              policyRef: home
              rule: place
              workloadRef: {name: web}
              zones: [us-1]
              reason: r
              notBefore: "2026-11-01T00:00:00Z"
              expirationTime: "2026-12-01T00:00:00Z"
              requestedBy: a
              approvedBy: b
            """;
    Translation translation = read(waived, FROM);
    Plan plan = Planner.plan(translation.estate());
    assertEquals(
        List.of("zz"),
        WaiverUse.of(
                translation.estate().workloads().get(0),
                decision(plan, "web"),
                translation.estate())
            .stream()
            .map(use -> use.waiver().name())
            .toList());
  }
}
