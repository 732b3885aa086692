package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.Manifest;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.TranslationMemory;
import cloud.bleu.translate.load.ClusterNodes;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.ClusterContact;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the same objects may lead to another decision, so that the loop sleeps until then. */
class WakingTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant MIDNIGHT = Instant.parse("2026-03-01T23:00:00Z");
  private static final FactValidity NO_WINDOWS = new FactValidity(null, null);

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        displayName: acme
        legalEntity: {name: acme, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR%s}
        offerings:
        - name: base
          layers: [CaaS]
          regions: [north]
          qualifications:
          - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [CaaS]%s}
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: fr-a}
      spec:
        provider: acme
        offerings: [base]
        region: north
        site: s
        location: {country: FR, latitude: "48.8", longitude: "2.3"}
        capacity: {cpu: "10", memory: 10Gi, largestNode: {cpu: "4", memory: 4Gi}}
      """;

  /** Its silent zones are told of after as long as they would be left after without Wait. */
  private static final String WORKLOAD =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: n, uid: u, generation: 1}
      spec:
        replicas: 1
        dataClasses: [Ordinary]
        workload: {external: {kind: VM, requests: {cpu: "1"}}}
        resilience: {failover: {after: 60s, returnAfter: 30m, unfenced: Wait}}
      """;

  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: fresh}
      spec:
        facts: {maxAgeDays: 400%s}
        rules: [{name: fresh, rule: fact-freshness, action: Enforce}]
      """;

  @Test
  void withoutWindowsNothingHasChangedAndNothingWill() {
    assertEquals(NO_WINDOWS, windows("", "", null));
  }

  @Test
  void qualificationBeginsAtMidnightInParisAndEndsWithItsLastDay() {
    FactValidity before = windows("", ", validFrom: 2026-03-02, validUntil: 2026-07-01", null);
    assertNull(before.asOf());
    assertEquals(MIDNIGHT, before.validUntil());

    FactValidity within = windows("", ", validFrom: 2026-03-01, validUntil: 2026-07-01", null);
    assertEquals(Instant.parse("2026-02-28T23:00:00Z"), within.asOf());
    // Summer time: the first instant after 1 July in Paris.
    assertEquals(Instant.parse("2026-07-01T22:00:00Z"), within.validUntil());

    FactValidity after = windows("", ", validFrom: 2025-03-01, validUntil: 2026-02-28", null);
    assertEquals(Instant.parse("2026-02-28T23:00:00Z"), after.asOf());
    assertNull(after.validUntil());
  }

  /** Its asOf makes a grant the later entry: the decision of that day rests on it and says so. */
  @Test
  void whatIsDatedAheadIsTheLastChangeOnceItsDayHasCome() {
    String granted =
        ", validFrom: 2026-02-01, provenance: {basis: Contract, source: x, asOf: 2026-03-0%d}}\n"
            + "    - {scheme: SecNumCloud, version: \"3.2\", state: Withdrawn, validFrom: 2026-01-01,"
            + " provenance: {basis: Contract, source: x, asOf: 2026-01-15}";
    FactValidity before = windows("", granted.formatted(2), null);
    assertEquals(Instant.parse("2026-01-31T23:00:00Z"), before.asOf());
    assertEquals(MIDNIGHT, before.validUntil());
    FactValidity since = windows("", granted.formatted(1), null);
    assertEquals(Instant.parse("2026-02-28T23:00:00Z"), since.asOf());
    assertNull(since.validUntil());
  }

  @Test
  void factGetsTooOldByAPolicyThatSaysSoAndThenOutOfGrace() {
    String asOf = ", provenance: {basis: Contract, source: x, asOf: 2025-02-01}";
    assertEquals(NO_WINDOWS, windows(asOf, "", null));
    // 1 February 2025 and 400 days are 8 March 2026, the last day.
    FactValidity strict = windows(asOf, "", POLICY.formatted(""));
    assertEquals(Instant.parse("2026-03-08T23:00:00Z"), strict.validUntil());

    String older = asOf.replace("2025-02-01", "2025-01-20");
    // Too old since 25 February, and in grace for another 30 days.
    FactValidity graced = windows(older, "", POLICY.formatted(", graceDays: 30"));
    assertEquals(Instant.parse("2026-02-24T23:00:00Z"), graced.asOf());
    assertEquals(Instant.parse("2026-03-26T23:00:00Z"), graced.validUntil());
  }

  @Test
  void wakesWhenAnOperationBeginsAndWhenItIsOver() {
    String notice =
        "  maintenance: [{from: \"2026-03-01T%s:00Z\", to: \"2026-03-01T18:30:00Z\"}]\n";
    FactValidity before = windows(ZONE + notice.formatted("14:00"), null);
    assertNull(before.asOf());
    assertEquals(Instant.parse("2026-03-01T14:00:00Z"), before.validUntil());
    FactValidity during = windows(ZONE + notice.formatted("11:00"), null);
    assertEquals(Instant.parse("2026-03-01T11:00:00Z"), during.asOf());
    assertEquals(Instant.parse("2026-03-01T18:30:00Z"), during.validUntil());
    assertEquals(
        ZoneState.Drained,
        estate(ZONE + notice.formatted("11:00"), "", "", null).zones().get(0).state());
  }

  @Test
  void wakesWhenTheNoticeOfAPolicyBegins() {
    String notice =
        "  maintenance: [{from: \"2026-03-03T13:00:00Z\", to: \"2026-03-03T14:00:00Z\"}]\n";
    String policy =
        POLICY.replace("fact-freshness", "maintenance-window, parameters: {noticeHours: 48}");
    assertEquals(
        Instant.parse("2026-03-01T13:00:00Z"),
        windows(ZONE + notice, policy.formatted("")).validUntil());
  }

  @Test
  void homologationEndsWithItsLastDay() {
    String decision =
        "  homologations: [{reference: H-1, validFrom: 2026-03-01, validUntil: 2026-07-01}]\n";
    FactValidity within = windows(ZONE + decision, null);
    assertEquals(Instant.parse("2026-02-28T23:00:00Z"), within.asOf());
    assertEquals(Instant.parse("2026-07-01T22:00:00Z"), within.validUntil());
  }

  @Test
  void sleepsUntilTheNextDayInParisAtMost() {
    assertEquals(MIDNIGHT, next(estate("", "", null)));
    Instant far = NOON.plusSeconds(1_000_000);
    assertEquals(MIDNIGHT, next(estate("", "", null), far));
  }

  @Test
  void wakesForAWindow() {
    Instant soon = NOON.plusSeconds(30);
    assertEquals(soon, next(estate("", "", null), soon));
  }

  @Test
  void wakesWhenASilentZoneHasBeenSilentForLongEnough() {
    Instant since = NOON.minusSeconds(20);
    assertEquals(NOON.plusSeconds(40), next(with(ZoneState.Active, null, since)));
    // That instant has passed: the decision was taken then.
    assertEquals(MIDNIGHT, next(with(ZoneState.Active, null, NOON.minusSeconds(60))));
  }

  /** Minutes since nodes were created that never were Ready, here and in another cluster. */
  @ParameterizedTest(name = "{0}, elsewhere {1}: in {2} min")
  @CsvSource({"10, , 5", ", 12, 3", "10, 12, 3", "14, 12, 1", "-1, , 16", "15, , ", "10000, 14, 1"})
  void wakesWhenANodeThatNeverWasReadyHasFailed(
      @Nullable Integer here, @Nullable Integer elsewhere, @Nullable Integer in) {
    ClusterNodes there = new ClusterNodes(joining(elsewhere), List.of(), pod -> false);
    ClusterContact contact = new ClusterContact(ClusterContact.State.Reached, NOON);
    Translation read =
        EstateTranslator.translate(
            ApiObjects.NONE
                .with(
                    CloudProvider.class,
                    List.of((CloudProvider) Manifest.object(PROVIDER.formatted("", ""))))
                .with(
                    AvailabilityZone.class,
                    List.of(
                        (AvailabilityZone)
                            Manifest.object(
                                ZONE
                                    + "  target: {cluster: {kubeconfigSecretRef: {name: m, key: k}}}\n")))
                .with(Node.class, joining(here)),
            NOON,
            Map.of(),
            new ObservedState(NOON, null).asking(Map.of("fr-a", contact.seeing(there))),
            new TranslationMemory());
    Instant expected = in == null ? MIDNIGHT : NOON.plusSeconds(60 * in);
    for (Translation each :
        List.of(read, read.of(read.estate()), read.holding(new TreeMap<>(), read.estate()))) {
      assertEquals(expected, NextInstant.of(each, new TreeSet<>(), List.of()));
    }
  }

  private static List<Node> joining(@Nullable Integer minutes) {
    if (minutes == null) {
      return List.of();
    }
    String created = NOON.minusSeconds(60L * minutes).toString();
    return List.of(
        new NodeBuilder()
            .withNewMetadata()
            .withName("n")
            .withCreationTimestamp(created)
            .endMetadata()
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("False")
            .withLastTransitionTime(created)
            .endCondition()
            .endStatus()
            .build());
  }

  /** Nothing else ends the wait for a status that is not written. */
  @Test
  void wakesWhenTheRecordOfALossIsLate() {
    LossBudget.Waiting waiting =
        new LossBudget.Waiting("fr-a", LossBudget.Why.Recording, NOON.plusSeconds(30));
    Estate estate =
        estate("", "", null).withLossBudget(new LossBudget(1, 1, List.of(), List.of(waiting)));
    assertEquals(NOON.plusSeconds(30), next(estate));
  }

  @Test
  void wakesWhenAZoneHasBeenBackForLongEnough() {
    Instant since = NOON.minusSeconds(600);
    assertEquals(NOON.plusSeconds(1200), next(with(ZoneState.Active, since, null)));
  }

  @Test
  void wakesWhenAMoveLeavesTheHourlyBudget() {
    RecentMoves moves =
        new RecentMoves(
            List.of(
                new RecentMoves.Move(NOON.minusSeconds(3000), 1),
                new RecentMoves.Move(NOON.minusSeconds(100), 1)));
    DecisionInForce inForce =
        new DecisionInForce(
            "u", new WorkloadPlacementSpec(null, List.of(), List.of(), null), true, moves, null);
    assertEquals(
        NOON.plusSeconds(600),
        NextInstant.of(translation(estate("", "", null)), new TreeSet<>(), List.of(inForce)));
  }

  private static Instant next(Estate estate, Instant... dates) {
    return NextInstant.of(translation(estate), new TreeSet<>(List.of(dates)), List.of());
  }

  private static Translation translation(Estate estate) {
    return new Translation(
        estate, List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>());
  }

  private static FactValidity windows(String fact, String validity, @Nullable String policy) {
    return FactValidity.at(NOON, new FactDates(estate(fact, validity, policy)).all());
  }

  private static FactValidity windows(String zone, @Nullable String policy) {
    return FactValidity.at(NOON, new FactDates(estate(zone, "", "", policy)).all());
  }

  private static Estate with(
      ZoneState state, @Nullable Instant since, @Nullable Instant unhealthySince) {
    Estate estate = estate("", "", null);
    List<Zone> zones =
        estate.zones().stream().map(z -> z.withState(state, since, unhealthySince)).toList();
    return new Estate(
        NOON,
        estate.providers(),
        zones,
        estate.workloads(),
        estate.placements(),
        estate.roundTrips());
  }

  private static Estate estate(String fact, String validity, @Nullable String policy) {
    return estate(ZONE, fact, validity, policy);
  }

  private static Estate estate(String zone, String fact, String validity, @Nullable String policy) {
    Estate estate =
        EstateTranslator.translate(
                ApiObjects.NONE
                    .with(
                        CloudProvider.class,
                        List.of(
                            (CloudProvider) Manifest.object(PROVIDER.formatted(fact, validity))))
                    .with(AvailabilityZone.class, List.of((AvailabilityZone) Manifest.object(zone)))
                    .with(SovereigntyPolicy.class, policies(policy))
                    .with(
                        BleuWorkload.class,
                        List.of(
                            (BleuWorkload)
                                Manifest.object(
                                    policy == null
                                        ? WORKLOAD
                                        : WORKLOAD + "  policies: [fresh]\n"))),
                NOON,
                Map.of())
            .estate();
    assertEquals(1, estate.workloads().size());
    assertEquals(1, estate.zones().size());
    return estate;
  }

  private static List<SovereigntyPolicy> policies(@Nullable String policy) {
    return policy == null ? List.of() : List.of((SovereigntyPolicy) Manifest.object(policy));
  }
}
