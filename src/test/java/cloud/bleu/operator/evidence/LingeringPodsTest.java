package cloud.bleu.operator.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.evidence.chain.EntryKinds;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A breach ends in the chain once nothing of it stands. */
class LingeringPodsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private static final String ESTATE =
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
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u-1}
      spec:
        replicas: 2
        dataClasses: [Ordinary]
        policies: [abroad]
        workload:
          deployment:
            template:
              spec: {containers: [{name: c, image: i, resources: {requests: {cpu: 1, memory: 1Gi}}}]}
      ---
      """;

  private static final String BEFORE = ESTATE + zone("a", "FR") + policy("Audit");
  private static final String BREACH = ESTATE + zone("a", "FR") + policy("Enforce");
  private static final String LEFT = ESTATE + zone("a", "FR") + zone("b", "DE") + policy("Enforce");

  private static String zone(String name, String country) {
    return """
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
    ---
    """
        .formatted(name, name, country, name);
  }

  private static String policy(String action) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: SovereigntyPolicy
    metadata: {name: abroad}
    spec:
      rules:
      - {name: place, rule: data-location, action: %s, onViolation: MoveNow, parameters: {countries: [DE]}}
    ---
    """
        .formatted(action);
  }

  private static String pod(String workload, String zone, String node, String phase) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: p
      namespace: shop
      labels: {placement.bleu.cloud/workload: %s, placement.bleu.cloud/zone: %s}
    spec: {%scontainers: []}
    status: {phase: %s}
    ---
    """
        .formatted(workload, zone, node, phase);
  }

  private static List<String> kinds(String... passes) {
    return WrittenNotes.of(NOON, passes).stream()
        .map(ChainNote::kind)
        .filter(kind -> kind.startsWith(EntryKinds.VIOLATION))
        .toList();
  }

  @Test
  void breachLastsUntilNoPodStandsWhereItWas() {
    String lingers = LEFT + pod("web", "a", "nodeName: n, ", "Running");
    assertEquals(
        List.of(EntryKinds.VIOLATION), kinds(BEFORE, BREACH, lingers, lingers), "it stands");
    assertEquals(
        List.of(EntryKinds.VIOLATION, EntryKinds.VIOLATION_ENDED),
        kinds(BEFORE, BREACH, lingers, lingers, LEFT, LEFT));
  }

  @Test
  void whatStandsElsewhereOrIsOverDoesNotKeepItUp() {
    for (String other :
        List.of(
            pod("web", "b", "nodeName: n, ", "Running"),
            pod("other", "a", "nodeName: n, ", "Running"),
            pod("web", "a", "nodeName: n, ", "Succeeded"),
            pod("web", "a", "", "Pending"))) {
      assertEquals(
          List.of(EntryKinds.VIOLATION, EntryKinds.VIOLATION_ENDED),
          kinds(BEFORE, BREACH, LEFT + other),
          other);
    }
  }

  /** The rule is not asked any more: nobody has to move for that. */
  @Test
  void breachOfARuleThatIsGoneEndsWhereThePodsStay() {
    assertEquals(
        List.of(EntryKinds.VIOLATION, EntryKinds.VIOLATION_ENDED),
        kinds(BEFORE, BREACH, BEFORE + pod("web", "a", "nodeName: n, ", "Running")));
  }
}
