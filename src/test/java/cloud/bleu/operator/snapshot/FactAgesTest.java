package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.SovereigntyPolicy;
import cloud.bleu.operator.CrdFacts;
import cloud.bleu.operator.Manifest;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.catalogue.Lapse;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.explain.Outlook;
import cloud.bleu.status.fact.FactDue;
import cloud.bleu.status.fact.FactDues;
import cloud.bleu.status.fact.FactStatement;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.object.ApiObjects;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Group by group: one fact of a provider or a zone is older than all others, and that it grows too
 * old is ahead in every place that looks ahead.
 */
class FactAgesTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  /** 400 days and 30 of grace after 2025-10-10 are 2026-12-14, the last day. */
  private static final String OLD = "2025-10-10";

  private static final LocalDate FRESH = LocalDate.parse("2026-11-14");
  private static final LocalDate LAST = LocalDate.parse("2026-12-14");
  private static final Instant LAPSE = Instant.parse("2026-12-14T23:00:00Z");

  private static final String PROVENANCE =
      "provenance: {basis: Contract, source: x, asOf: 2026-11-01}";

  /** Of coordinates: what is the same as of the country is no fact of its own. */
  private static final String OTHER = "provenance: {basis: Contract, source: y, asOf: 2026-11-01}";

  private static final CloudProvider PROVIDER =
      (CloudProvider)
          Manifest.object(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: CloudProvider
              metadata: {name: acme}
              spec:
                displayName: Acme
                legalEntity: {name: Acme, registeredOffice: FR, P}
                ownership: {holders: [{name: A, of: Acme, country: FR, capitalPercent: "100", votesPercent: "100"}], P}
                suppliers: [{name: Vendor, country: US, P}, {name: Other, country: FR, P}]
                operations: {administrationFrom: [FR], P}
                offerings:
                - name: base
                  layers: [CaaS]
                  regions: [north]
                  agreement: {reference: A-1, P}
                  qualifications: [{scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [CaaS], P}]
              """
                  .replace("P}", PROVENANCE + "}"));

  private static final AvailabilityZone ZONE =
      (AvailabilityZone)
          Manifest.object(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: AvailabilityZone
              metadata: {name: fr-a}
              spec:
                provider: acme
                offerings: [base]
                region: north
                site: s
                siteP
                location: {country: FR, latitude: "48.8", longitude: "2.3", coordinatesQ, P}
                failureDomains: {flood: None}
                failureDomainsP
                homologations: [{reference: H-1, dataClasses: [Health], P}]
                storage: {classes: [{name: fast, encrypted: true}], P}
                egress: {bootstrap: [packages.example], P}
                capacity: {cpu: "10", memory: 10Gi, largestNode: {cpu: "4", memory: 4Gi}}
              """
                  .replace("P}", PROVENANCE + "}")
                  .replace("siteP", "siteP" + PROVENANCE.substring(1))
                  .replace("coordinatesQ", "coordinatesP" + OTHER.substring(1))
                  .replace("DomainsP\n", "DomainsP" + PROVENANCE.substring(1) + "\n"));

  private static final BleuWorkload WORKLOAD =
      (BleuWorkload)
          Manifest.object(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: BleuWorkload
              metadata: {name: web, namespace: n, uid: u, generation: 1}
              spec:
                replicas: 1
                dataClasses: [Health]
                policies: [fresh]
                workload:
                  statefulSet:
                    serviceName: web
                    template: {spec: {containers: [{name: main, image: none, resources: {requests: {cpu: "1", memory: 1Gi}}}]}}
                    volumeClaimTemplates:
                    - metadata: {name: data}
                      spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                resilience: {tolerate: [{of: failureDomains/flood, keep: 0}]}
              """);

  private static final SovereigntyPolicy POLICY =
      (SovereigntyPolicy)
          Manifest.object(
              """
              apiVersion: placement.bleu.cloud/v1alpha1
              kind: SovereigntyPolicy
              metadata: {name: fresh}
              spec:
                appliesTo: {dataClasses: [Sensitive]}
                facts: {maxAgeDays: 400, graceDays: 30}
                rules:
                - {name: fresh, rule: fact-freshness, action: Enforce}
                - {name: far, rule: backup-location, action: Audit, parameters: {minDistanceKm: "300"}}
              """);

  static Stream<String> groups() {
    return Stream.concat(
        FactStatement.of(PROVIDER.getSpec()).stream().map(f -> "CloudProvider/" + f.group()),
        FactStatement.of(ZONE.getSpec()).stream().map(f -> "AvailabilityZone/" + f.group()));
  }

  /** A group that the kinds gain is to be in the objects above. */
  @Test
  void everyGroupOfTheKindsIsHere() {
    TreeSet<String> kinds = new TreeSet<>();
    groups().forEach(g -> kinds.add(g.replaceAll("\\[[^]]*]", "[]")));
    assertEquals(
        new TreeSet<>(
            List.of(
                "AvailabilityZone/egress",
                "AvailabilityZone/failureDomains",
                "AvailabilityZone/homologations[]",
                "AvailabilityZone/location",
                "AvailabilityZone/location.coordinates",
                "AvailabilityZone/site",
                "AvailabilityZone/storage",
                "CloudProvider/legalEntity",
                "CloudProvider/offerings[].agreement",
                "CloudProvider/offerings[].qualifications[]",
                "CloudProvider/operations",
                "CloudProvider/ownership",
                "CloudProvider/suppliers[]")),
        kinds);
    assertEquals(kinds, new TreeSet<>(CrdFacts.groups()));
  }

  @ParameterizedTest
  @MethodSource("groups")
  void itsAgeIsAhead(String group) {
    String kind = group.substring(0, group.indexOf('/'));
    HasMetadata object = kind.equals("CloudProvider") ? PROVIDER : ZONE;
    HasMetadata old = aged(object, group.substring(kind.length() + 1));
    CloudProvider provider = old instanceof CloudProvider p ? p : PROVIDER;
    AvailabilityZone zone = old instanceof AvailabilityZone z ? z : ZONE;
    Estate estate = estate(provider, zone);
    Workload workload = estate.workloads().get(0);

    // The operator's dates: its next one is the end of grace, for its age is in grace already.
    assertEquals(LAPSE, FactValidity.at(NOW, new FactDates(estate).all()).validUntil());
    Decision decision = Planner.plan(estate).decisions().get(0);
    assertEquals(1, decision.assignments().size(), decision.toString());
    Lapse lapse = Lapse.ahead(workload, decision, estate, new FactDates(estate).all());
    assertNotNull(lapse, "the lapse is told");
    assertEquals(LAPSE, lapse.on());
    assertEquals(List.of("TooOld"), lapse.verdicts().stream().map(Verdict::code).toList());
    assertTrue(lapse.verdicts().get(0).message().contains("(" + OLD + ")"), "by its name");

    // `explain`: Ahead.
    List<Outlook.Turn> turns = Outlook.of(workload, estate, 60);
    assertEquals(
        List.of(LAST.plusDays(1) + " TooOld"),
        turns.stream().map(t -> t.day() + " " + t.after().code()).toList());
    // On its last fresh day the grace is ahead as well: from its first day on `plan` warns.
    Estate fresh = estate.at(FRESH.atStartOfDay(ZoneRule.PARIS).toInstant());
    Outlook.Turn first = Outlook.of(fresh.workloads().get(0), fresh, 60).get(0);
    assertEquals(
        FRESH.plusDays(1) + " Pass InGrace",
        first.day() + " " + first.before().code() + " " + first.after().code());

    // `facts due`, and the notice on the object itself.
    FactDues dues = FactDues.of(estate);
    List<FactDue> all =
        new ArrayList<>(
            dues.of(provider, estate.providers().get(0), LocalDate.ofInstant(NOW, ZoneRule.PARIS)));
    all.addAll(dues.of(zone));
    List<FactDue> due = all.stream().filter(d -> LAST.equals(d.last())).toList();
    assertEquals(
        List.of(group),
        due.stream().map(d -> d.object().replaceAll("/.*", "/") + d.group()).toList());
    assertEquals(FRESH, due.get(0).fresh());
  }

  private static HasMetadata aged(HasMetadata object, String group) {
    JsonNode tree = new JsonMapper().valueToTree(object);
    Object spec =
        object instanceof CloudProvider p ? p.getSpec() : ((AvailabilityZone) object).getSpec();
    FactStatement statement =
        FactStatement.of(spec).stream()
            .filter(f -> f.group().equals(group))
            .findFirst()
            .orElseThrow();
    ((ObjectNode) tree.at(statement.pointer() + "/" + statement.field())).put("asOf", OLD);
    return Manifest.object(tree.toString());
  }

  private static Estate estate(CloudProvider provider, AvailabilityZone zone) {
    Estate estate =
        EstateTranslator.translate(
                ApiObjects.NONE
                    .with(CloudProvider.class, List.of(provider))
                    .with(AvailabilityZone.class, List.of(zone))
                    .with(SovereigntyPolicy.class, List.of(POLICY))
                    .with(BleuWorkload.class, List.of(WORKLOAD)),
                NOW,
                Map.of())
            .estate();
    assertEquals(1, estate.workloads().size());
    return estate;
  }
}
