package cloud.bleu.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.assess.wave.Wave;
import cloud.bleu.assess.wave.WaveFacts;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the facts of a target let a wave go, on 24 November 2026. */
class WaveFactsTest {

  /** One Deployment that calls the other. */
  private static final String PAIR =
      """
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: front, namespace: shop}, spec: {template: {metadata: {labels: {app: front}}, spec: {containers: [{name: c, image: i, args: ['--url=http://back'], resources: {requests: {cpu: 5, memory: 1Gi}}}]}}}}
      ---
      {apiVersion: apps/v1, kind: Deployment, metadata: {name: back, namespace: shop}, spec: {template: {metadata: {labels: {app: back}}, spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 5, memory: 1Gi}}}]}}}}
      ---
      {apiVersion: v1, kind: Service, metadata: {name: back, namespace: shop}, spec: {selector: {app: back}, ports: [{port: 80}]}}
      """;

  private static final String SAID =
      ", layers: [IaaS], provenance: {basis: RegulatorList, source: 'the list', asOf: '2026-11-01'}}";

  private static final String ONE_STATE = "state: InEvaluation, announcedOn: '2026-04-17'";

  /** The namespaces of rehearsals may take what is under evaluation. */
  private static final String PREPARATION =
      policy(
          "preparation",
          "namespaceSelector: {matchLabels: {placement.bleu.cloud/environment: rehearsal}}",
          "[Qualified, InEvaluation]",
          "");

  private static final String STRICT =
      policy(
          "strict",
          "namespaceSelector: {matchExpressions: [{key: placement.bleu.cloud/environment, operator:"
              + " NotIn, values: [rehearsal]}]}",
          "[Qualified]",
          "waivable: [q], ");

  private static String policy(String name, String appliesTo, String states, String more) {
    return """
    ---
    {apiVersion: placement.bleu.cloud/v1alpha1, kind: SovereigntyPolicy, metadata: {name: %s}, spec: {appliesTo: {%s}, facts: {maxAgeDays: 1500, acceptBasis: [RegulatorList]}, %srules: [{name: q, rule: qualified-offering, action: Enforce, parameters: {acceptStates: %s, acceptOpenWindow: true}}, {name: f, rule: fact-freshness, action: Audit}, {name: b, rule: fact-basis, action: Audit}]}}
    """
        .formatted(name, appliesTo, more, states);
  }

  /** A provider with one offering of these qualifications, apart by a slash, and one zone. */
  private static String target(String qualifications, String zone) {
    StringBuilder all = new StringBuilder();
    for (String one : qualifications.isEmpty() ? new String[0] : qualifications.split("/")) {
      all.append("{scheme: SecNumCloud, version: '3.2', ")
          .append(one.strip())
          .append(SAID)
          .append(", ");
    }
    return """
    {apiVersion: placement.bleu.cloud/v1alpha1, kind: CloudProvider, metadata: {name: p}, spec: {displayName: P, offerings: [{name: o, layers: [IaaS], regions: [r], qualifications: [%s]}]}}
    ---
    {apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name: p-1}, spec: {provider: p, offerings: [o], region: r, site: s, target: {nodeSelector: {zone: p-1}}, %s}}
    ---
    {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
    """
        .formatted(all, zone);
  }

  private static final String ROOM = "capacity: {cpu: '24', memory: 64Gi}";

  private static PlannedMigration planned(String more, String estate) {
    return MigrationSamples.planned(
        order(more),
        MigrationSamples.text(PAIR),
        MigrationSamples.objects(MigrationSamples.text(estate)));
  }

  private static MigrationPlan plan(String more) {
    return MigrationSamples.plan("{target: p, namespaces: [shop]" + more + "}");
  }

  private static MigrationOrder order(String more) {
    return Objects.requireNonNull(
        MigrationTranslator.read(plan(more), MigrationSamples.CATALOGUE).order());
  }

  private static WaveFacts facts(PlannedMigration planned, int wave) {
    return Objects.requireNonNull(planned.plan().waves().get(wave - 1).facts());
  }

  private static String told(WaveFacts facts) {
    return facts.may() + " " + facts.from() + " " + facts.until();
  }

  /**
   * The qualifications of the offering, the date of the first wave, the answer of it, and a part of
   * what is told with it.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          state: Qualified, validFrom: '2026-01-01', validUntil: '2029-12-31'                | | Now 2026-11-24 null            | no recorded fact ends that before 2029-11-24
          state: Qualified, validFrom: '2026-01-01', validUntil: '2027-05-31'                | | Now 2026-11-24 2027-05-31      | ends: SecNumCloud 3.2 Qualified, from 2026-01-01 until 2027-05-31, for offering o of p (P); RegulatorList of 2026-11-01, the list
          state: Qualified, validFrom: '2027-03-01', validUntil: '2030-02-28'                | | Later 2027-03-01 null          | begins: SecNumCloud 3.2 Qualified, from 2027-03-01 until 2030-02-28, for offering o of p (P); RegulatorList of 2026-11-01, the list
          state: Qualified, validFrom: '2027-03-01', validUntil: '2030-02-28'                | | Later 2027-03-01 null          | no longer against Deployment shop/back: NoZoneAllowed, NotYetValid
          state: Qualified, validFrom: '2027-03-01', validUntil: '2027-05-31'                | | Later 2027-03-01 2027-05-31    | may go from 2027-03-01 on, until 2027-05-31
          state: InEvaluation, announcedOn: '2026-04-17'                                     | | NoFact null null               | missing: InEvaluation: SecNumCloud 3.2 of offering o is InEvaluation, accepted: Qualified, by rule q of strict (SecNumCloud 3.2 InEvaluation, announced 2026-04-17, for offering o of p (P); RegulatorList of 2026-11-01, the list); zones p-1
          state: InEvaluation, validFrom: '2027-03-01'                                       | | NoFact null null               | by no fact that is recorded until 2029-11-24
          state: InEvaluation / state: Qualified, validFrom: '2027-03-01'                    | | Later 2027-03-01 null          | begins: SecNumCloud 3.2 Qualified, from 2027-03-01,
          state: Qualified, validUntil: '2026-10-31'                                         | | NoFact null null               | missing: Expired: the last day of SecNumCloud 3.2 of offering o is 2026-10-31
                                                                                             | | NoFact null null               | missing: NotQualified:
          state: Qualified, validFrom: '2027-03-01', validUntil: '2030-02-28'                | 2027-02-10 | Later 2027-03-01 null | the date 2027-02-10 is 19 days too early: the facts let it go from 2027-03-01 on
          state: Qualified, validFrom: '2027-03-01', validUntil: '2030-02-28'                | 2027-03-01 | Later 2027-03-01 null | begins: SecNumCloud
          state: Qualified, validFrom: '2026-01-01', validUntil: '2027-05-31'                | 2027-06-10 | Now 2026-11-24 2027-05-31 | the date 2027-06-10 is 10 days too late: a fact ends after 2027-05-31
          state: Qualified, validUntil: '2027-01-31' / state: Qualified, validFrom: '2027-03-01' | 2027-02-10 | Later 2027-03-01 null | too early: the facts let it go from 2027-03-01 on, and before that until 2027-01-31
          """)
  void theFirstDayIsOneThatAFactStates(
      String qualifications, String date, String answer, String told) {
    PlannedMigration planned =
        planned(
            date == null ? "" : ", waves: [{wave: 1, date: '" + date + "'}]",
            target(qualifications == null ? "" : qualifications, ROOM) + STRICT);
    WaveFacts first = facts(planned, 1);
    assertEquals(answer, told(first));
    String all = first.headline() + "\n" + String.join("\n", first.lines());
    assertTrue(all.contains(told), all);
    boolean isPlaced = planned.plan().waves().get(0).outcomes().get(0).code() == null;
    assertEquals(date == null ? answer.startsWith("Now") : first.date().isEmpty(), isPlaced, all);
  }

  /** No policy holds the second wave. It needs the first one, which may not go before. */
  @Test
  void aWaveWaitsForTheFactsOfWhatItNeeds() {
    String apart =
        PAIR.replace("front, namespace: shop", "front, namespace: web")
            .replace("http://back", "http://back.shop");
    String estate =
        target("state: Qualified, validFrom: '2027-03-01', validUntil: '2030-02-28'", ROOM)
            + policy(
                "strict",
                "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}",
                "[Qualified]",
                "");
    PlannedMigration planned =
        MigrationSamples.planned(
            Objects.requireNonNull(
                MigrationTranslator.read(
                        MigrationSamples.plan("{target: p, namespaces: [shop, web]}"),
                        MigrationSamples.CATALOGUE)
                    .order()),
            MigrationSamples.text(apart),
            MigrationSamples.objects(MigrationSamples.text(estate)));
    assertEquals(List.of(), planned.plan().waves().get(1).stops());
    assertEquals("Later 2027-03-01 null", told(facts(planned, 2)));
  }

  /** Room is no fact: no day is promised, and the earlier wave stands on what it was given. */
  @Test
  void roomThatIsTakenIsNotGivenBackByADate() {
    String small = ROOM.replace("'24'", "'12'");
    String qualified =
        "state: Qualified, validFrom: '2026-01-01', validUntil: '2027-05-31' / state: Qualified,"
            + " validFrom: '2027-03-01', validUntil: '2030-02-28'";
    PlannedMigration planned = planned("", target(qualified, small) + STRICT);
    assertEquals("Now 2026-11-24 null", told(facts(planned, 1)));
    WaveFacts second = facts(planned, 2);
    assertEquals("NoFact null null", told(second));
    assertTrue(second.missing().get(0).startsWith("InsufficientCapacity: "), second.toString());
  }

  /**
   * There is room for one. The wave that goes first keeps it, though the other one comes by name.
   */
  @Test
  void whatWasPlacedBeforeStands() {
    String more =
        ", mostWorkloads: 1, waves: [{wave: 1, date: '2026-12-20'}, {wave: 2, date: '2026-12-10'}]";
    PlannedMigration planned =
        MigrationSamples.planned(
            order(more),
            MigrationSamples.text(PAIR.replace("http://back", "none")),
            MigrationSamples.objects(
                MigrationSamples.text(target("", ROOM.replace("'24'", "'12'")))));
    assertEquals("Now 2026-11-24 null", told(facts(planned, 2)));
    assertEquals("NoFact null null", told(facts(planned, 1)));
  }

  /** A zone that takes nothing new during an operation, and no fact of a policy. */
  @Test
  void anAnnouncedOperationEnds() {
    String closed =
        ROOM
            + ", maintenance: [{from: '2026-11-20T00:00:00Z', to: '2026-12-03T10:00:00Z', state:"
            + " Cordoned}]";
    WaveFacts facts = facts(planned("", target("", closed)), 1);
    assertEquals("Later 2026-12-04 null", told(facts));
    assertEquals(1, facts.begins().size(), facts.toString());
  }

  /**
   * An operation that begins today: the wave may go until then. One that begins on a later day
   * leaves its morning.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-24T14:00:00Z | Now 2026-11-24 2026-11-24 | on 2026-11-24 at 15:00:
          2026-12-02T14:00:00Z | Now 2026-11-24 2026-12-02 | on 2026-12-02 at 15:00:
          2026-12-01T23:00:00Z | Now 2026-11-24 2026-12-01 | NoZoneAllowed
          """)
  void aDayCountsThatEndsBeforeItIsOver(String from, String answer, String told) {
    String closed =
        ROOM
            + ", maintenance: [{from: '"
            + from
            + "', to: '2026-12-03T10:00:00Z', state: Cordoned}]";
    PlannedMigration planned = planned("", target("", closed));
    WaveFacts facts = facts(planned, 1);
    assertEquals(answer, told(facts));
    assertTrue(facts.ends().get(0).startsWith(told), facts.toString());
    MigrationPlanStatus status = MigrationStatus.of(plan(""), order(""), planned);
    assertEquals("2026-11-24", status.waves().get(0).earliest());
  }

  /** Of days after the last one that was looked at nothing is known: none is promised. */
  @ParameterizedTest
  @CsvSource({
    "1, 2030-05-01, Now 2026-11-24 null, 2030-05-01 was not looked at: days after 2029-11-24 were not",
    "24, 2027-12-25, Later 2027-12-01 2027-12-10, 2027-12-25 was not looked at: days after 2027-12-11 were not",
    "23, 2027-12-25, Later 2027-12-01 2027-12-10, 2027-12-25 is 15 days too late: a fact ends after 2027-12-10",
  })
  void aDayThatWasNotLookedAtIsNoDay(int windows, String date, String answer, String told) {
    StringBuilder all =
        new StringBuilder("state: Qualified, validFrom: '2026-01-01', validUntil: '")
            .append(windows == 1 ? "2031-12-31'" : "2026-12-20'");
    if (windows > 1) {
      all.append(" / ").append(halves(windows));
    }
    String more = ", waves: [{wave: 1, date: '" + date + "'}]";
    PlannedMigration planned = planned(more, target(all.toString(), ROOM) + STRICT);
    WaveFacts facts = facts(planned, 1);
    assertEquals(answer, told(facts));
    assertEquals(told, facts.date());
    MigrationPlanStatus status = MigrationStatus.of(plan(more), order(more), planned);
    assertNull(status.waves().get(0).earliest());
  }

  /** A waiver begins, and ends. */
  @Test
  void aWaiverIsAFactWithABeginAndAnEnd() {
    String waiver =
        """
        ---
        {apiVersion: placement.bleu.cloud/v1alpha1, kind: SovereigntyWaiver, metadata: {name: bridge, namespace: shop}, spec: {workloadRef: {name: back}, policyRef: strict, rule: q, notBefore: '2026-12-31T23:00:00Z', expirationTime: '2027-01-31T23:00:00Z', reason: r, requestedBy: anne, approvedBy: bob, approvedAt: '2026-11-20T00:00:00Z'}}
        """;
    WaveFacts facts = facts(planned("", target(ONE_STATE, ROOM) + STRICT + waiver), 1);
    assertEquals("Later 2027-01-01 2027-01-31", told(facts));
    assertTrue(
        facts.begins().get(0).startsWith("waiver bridge of rule q of strict"), facts.toString());
    assertTrue(
        facts.ends().get(0).startsWith("waiver bridge of rule q of strict"), facts.toString());
  }

  /** The policies that there are, and what is said of a rehearsal today. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          strict             | 24 |
          strict preparation | 24 | possible today under policy preparation
          strict preparation | 2  | not possible today under policy preparation: Deployment shop/back: ReplicaTooLarge
          """)
  void aRehearsalIsPossibleTodayUnderAPolicyForIt(String policies, String cpu, String told) {
    String estate = target(ONE_STATE, ROOM.replace("24", cpu)) + STRICT;
    estate += policies.endsWith("preparation") ? PREPARATION : "";
    PlannedMigration planned = planned("", estate);
    WaveFacts facts = facts(planned, 1);
    assertEquals(WaveFacts.May.NoFact, facts.may());
    if (told == null) {
      assertNull(facts.rehearsal());
    } else {
      assertNotNull(facts.rehearsal());
      assertTrue(facts.rehearsal().says().startsWith(told), facts.rehearsal().says());
    }
  }

  /** Some days of each half of the months of 2027, one after the other. */
  private static String halves(int windows) {
    return IntStream.range(0, windows)
        .mapToObj(
            i ->
                "state: Qualified, validFrom: '2027-%1$02d-%2$s', validUntil: '2027-%1$02d-%3$s'"
                    .formatted(i / 2 + 1, i % 2 == 0 ? "01" : "15", i % 2 == 0 ? "10" : "25"))
        .collect(Collectors.joining(" / "));
  }

  /** No more instants are planned than is said, and that is told. */
  @Test
  void theCostHasAnEndThatIsTold() {
    String facts = halves(24);
    String tooSmall = ROOM.replace("24", "6");
    WaveFacts second = facts(planned("", target(facts, tooSmall) + STRICT), 2);
    assertEquals(WaveFacts.May.NotKnown, second.may());
    assertEquals(24, second.looked());
    assertTrue(second.headline().contains("planned at 24 instants"), second.headline());
  }

  /** Of twelve windows with days between them only the windows are planned, and today. */
  @ParameterizedTest
  @CsvSource({"2027-12-25, 13, 12", "'', 2, 1"})
  void whereNoZoneIsOpenNothingIsPlanned(String date, int looked, int windows) {
    StringBuilder all = new StringBuilder("state: InEvaluation");
    for (int month = 1; month <= 12; month++) {
      all.append(
          " / state: Qualified, validFrom: '2027-%02d-01', validUntil: '2027-%02d-20'"
              .formatted(month, month));
    }
    String more = date.isEmpty() ? "" : ", waves: [{wave: 1, date: '" + date + "'}]";
    WaveFacts facts = facts(planned(more, target(all.toString(), ROOM) + STRICT), 1);
    assertEquals(looked, facts.looked());
    assertEquals("Later 2027-%1$02d-01 2027-%1$02d-20".formatted(windows), told(facts));
    assertTrue(
        facts.begins().get(0).startsWith("SecNumCloud 3.2 Qualified, from 2027-"),
        facts.begins().get(0));
    assertTrue(
        facts.ends().get(0).startsWith("SecNumCloud 3.2 Qualified, from 2027-"),
        facts.ends().get(0));
  }

  /** The same in the status: bounded, and the day that is told is one on which it may go. */
  @Test
  void theStatusSaysIt() {
    String more =
        ", freezes: [{from: '2027-02-20', until: '2027-03-05'}], waves: [{wave: 1, date: '2027-02-10'}]";
    PlannedMigration planned =
        planned(
            more,
            target("state: Qualified, validFrom: '2027-03-01', validUntil: '2030-02-28'", ROOM)
                + STRICT
                + PREPARATION);
    MigrationPlanStatus status = MigrationStatus.of(plan(more), order(more), planned);
    MigrationPlanStatus.Wave wave = status.waves().get(0);
    assertEquals("2027-03-06", wave.earliest());
    assertEquals(
        List.of("Later", "2027-03-01", "2029-11-24"),
        List.of(wave.facts().may(), wave.facts().from(), wave.facts().lookedUntil()));
    assertEquals(List.of("NoZoneAllowed", "NotYetValid"), wave.facts().changes().get(0).codes());
    assertTrue(wave.facts().date().contains("19 days too early"), wave.facts().date());
    assertEquals("NotPossible", wave.facts().rehearsal().state());
    String gate = status.conditions().get(1).getMessage();
    assertTrue(gate.contains("by the facts of the target: may go from 2027-03-01 on"), gate);
    Wave first = planned.plan().waves().get(0);
    assertEquals(2, planned.plan().waves().size());
    assertEquals(1, first.stops().size());
  }
}
