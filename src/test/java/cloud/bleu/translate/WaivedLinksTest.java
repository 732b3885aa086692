package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.check.Checker;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a waiver or a break-glass sets aside of backup zones and dependencies, and what it does not.
 */
class WaivedLinksTest {
  private static final Instant NOW = Instant.parse("2026-11-24T13:00:00Z");
  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  /** Replicas may run in a, whose backups go to b in the United States; mail is of that country. */
  private static final String ESTATE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      """
          + provider("fr", "FR")
          + provider("us", "US")
          + zone("a", "FR")
          + zone("b", "US");

  private static String provider(String name, String seat) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: CloudProvider
    metadata: {name: %s}
    spec:
      displayName: %s
      legalEntity: {name: N, registeredOffice: %s, centralAdministration: %s, principalEstablishment: %s, provenance: {basis: Contract, source: s, asOf: 2026-01-01}}
      offerings: [{name: base, layers: [CaaS], regions: [north]}]
    """
        .formatted(name, name, seat, seat, seat);
  }

  private static String zone(String name, String country) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: AvailabilityZone
    metadata: {name: %s}
    spec:
      provider: fr
      region: north
      site: site-%s
      location: {country: %s, provenance: {basis: Contract, source: s, asOf: 2026-01-01}}
      offerings: [base]
      storage: {backupZones: [a, b], provenance: {basis: Contract, source: s, asOf: 2026-01-01}}
      target: {nodeSelector: {zone: %s}}
      capacity: {cpu: 64, memory: 256Gi, pods: 500}
    """
        .formatted(name, name, country, name);
  }

  private static String policy(String more) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: SovereigntyPolicy
    metadata: {name: home}
    spec:
      appliesTo: {dataClasses: [Ordinary]}
      rules:
      - {name: place, rule: data-location, action: Enforce, parameters: {countries: [FR]}}
      - {name: seat, rule: seat-in-eu, action: Enforce}
      %s
      waivable: [place, seat%s]
    """
        .formatted(
            more.isEmpty() ? "" : "- {name: links, rule: %s, action: Enforce}".formatted(more),
            more.isEmpty() ? "" : ", links");
  }

  private static String waiver(String rule, String zones) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: SovereigntyWaiver
    metadata: {name: %s, namespace: shop}
    spec:
      policyRef: home
      rule: %s
      workloadRef: {name: web}
      zones: [%s]
      reason: r
      notBefore: "2026-11-01T00:00:00Z"
      expirationTime: "2026-12-31T00:00:00Z"
      requestedBy: anne
      approvedBy: bob
    """
        .formatted(rule, rule, zones);
  }

  private static String workload(String spec, String glass) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: BleuWorkload
    metadata:
      name: web
      namespace: shop
      uid: u
      annotations: {%s}
    spec:
      replicas: 1
      dataClasses: [Ordinary]
      residency: {zones: {allow: [a]}}
      %s
      workload:
        deployment:
          template:
            spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
    """
        .formatted(
            glass.isEmpty()
                ? ""
                : "placement.bleu.cloud/break-glass: 'by=anne; zone="
                    + glass
                    + "; from=2026-11-24T12:00:00Z; until=2026-11-26T12:00:00Z; reason=France is lost'",
            spec);
  }

  @ParameterizedTest(name = "{0}, {1} stated, waived {2} in {3}, glass {4}: {5}")
  @CsvSource({
    // which link, by which rule of the policy, what is waived where, break-glass; where it runs
    "backup, '', '', '', '', nowhere",
    "backup, '', place, '', '', nowhere",
    "backup, '', place, b, '', nowhere",
    "backup, '', '', '', b, nowhere",
    "backup, '', '', '', a, nowhere", // the workload's own statement is never set aside
    "backup, backup-location, place, '', '', nowhere",
    "backup, backup-location, links, a, '', a by links Waived BackupRefused",
    "backup, backup-location, links, b, '', nowhere",
    "backup, backup-location, '', '', a, a by links Waived BackupRefused",
    "dependency, '', seat, '', '', nowhere",
    "dependency, '', '', '', b, nowhere", // which is the name of the dependency
    "dependency, dependencies-compliant, seat, b, '', nowhere",
    "dependency, dependencies-compliant, links, '', '', a by links Waived DependencyRefused",
    "dependency, dependencies-compliant, '', '', a, a by links Waived DependencyRefused",
  })
  void onlyTheStatementThatAsks(
      String link, String stated, String rule, String zones, String glass, String runs) {
    String spec =
        link.equals("backup")
            ? "resilience: {backup: {toZones: [b]}}"
            : "dependencies: [{name: b, provider: us, offering: base}]";
    Estate estate =
        EstateTranslator.translate(
                ManifestObjects.of(
                        ManifestReader.read(
                            List.of("-"),
                            new ByteArrayInputStream(
                                (ESTATE
                                        + policy(stated)
                                        + workload(spec, glass)
                                        + (rule.isEmpty() ? "" : waiver(rule, zones)))
                                    .getBytes(StandardCharsets.UTF_8))))
                    .objects(),
                NOW,
                Map.of())
            .estate();
    Plan plan = Planner.plan(estate);
    assertEquals(List.of(), Checker.check(estate, plan));
    assertEquals(runs, told(estate, plan));
  }

  private static String told(Estate estate, Plan plan) {
    Workload workload =
        estate.workloads().stream().filter(w -> w.id().equals(WEB)).findFirst().orElseThrow();
    Decision decision =
        plan.decisions().stream().filter(d -> d.id().equals(WEB)).findFirst().orElseThrow();
    if (decision.assignments().isEmpty()) {
      return "nowhere";
    }
    return decision.assignments().stream().map(a -> a.zone()).collect(Collectors.joining(" "))
        + WaiverUse.of(workload, decision, estate).stream()
            .map(
                u ->
                    " by "
                        + u.verdict().rule()
                        + " "
                        + u.verdict().result()
                        + " "
                        + u.verdict().code())
            .collect(Collectors.joining());
  }
}
