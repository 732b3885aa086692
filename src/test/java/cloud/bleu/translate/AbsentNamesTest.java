package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import cloud.bleu.evidence.record.CanonicalJson;
import cloud.bleu.evidence.record.RecordWriter;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Parameters;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.rule.OwnershipThresholds;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.policy.FailClosedRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An API server with an older schema may hold objects without a name that today's asks for. That is
 * said of the field, with what to do, and nothing goes by the name of "null".
 */
class AbsentNamesTest {

  private static final Pattern NULL = Pattern.compile("\\bnull\\b");

  private static final String AROUND =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {displayName: Acme, offerings: [{name: o, layers: [IaaS]}]}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: east}
      spec:
        provider: acme
        region: r
        site: s
        capacity: {cpu: 9, memory: 64Gi, pods: 200}
        target: {nodeSelector: {zone: east}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: strict}
      spec: {rules: [{name: place, rule: data-location, parameters: {countries: [FR]}}], waivable: [place]}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop}
      spec: {dataClasses: [Ordinary], workload: {external: {requests: {cpu: "1"}}}}
      ---
      """;

  private static final String PLACEMENT =
      """
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: broken, namespace: shop}
      spec: {workloadRef: {name: broken, uid: u}, assignments: [{zone: east, replicas: 1}]}
      """;

  private static final String WORKLOAD =
      "dataClasses: [Ordinary], workload: {external: {requests: {cpu: \"1\"}}}, ";
  private static final String ZONE =
      "provider: acme, region: r, site: s, capacity: {cpu: 9, memory: 64Gi, pods: 200},"
          + " target: {nodeSelector: {zone: broken}}, ";
  private static final String WAIVER =
      "reason: r, notBefore: 2026-11-01T00:00:00Z, expirationTime: 2026-12-31T00:00:00Z, ";

  /** Its kind, what becomes of it, its spec, and all that is said of it. */
  @ParameterizedTest(name = "{0} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "CloudProvider | ownership Unknown"
            + " | ownership: {holders: [{of: broken, country: FR, capitalPercent: \"60\"}]}"
            + " | spec.ownership.holders[0].name: is missing; name who holds it",
        "CloudProvider | ownership Unknown"
            + " | ownership: {holders: [{name: ' ', of: broken, country: FR, capitalPercent: \"60\"}]}"
            + " | spec.ownership.holders[0].name: is missing; name who holds it",
        "CloudProvider | ownership Unknown"
            + " | ownership: {holders: [{name: Fund, capitalPercent: \"60\"}]}"
            + " | spec.ownership.holders[0].of: is missing; name the entity that is held",
        "CloudProvider | used | suppliers: [{country: US}]"
            + " | spec.suppliers[0].name: is missing; name the supplier",
        "CloudProvider | used | offerings: [{layers: [IaaS]}]"
            + " | spec.offerings[0].name: is missing; name the offering",
        "CloudProvider | used | offerings: [{name: o, qualifications: [{state: Qualified}]}]"
            + " | spec.offerings[0].qualifications[0].scheme: is missing; name the scheme",
        "AvailabilityZone | used | "
            + ZONE
            + "storage: {classes: [{}, {encrypted: true}]}"
            + " | spec.storage.classes[0].name: is missing; name the storage class"
            + " & spec.storage.classes[1].name: is missing; name the storage class",
        "AvailabilityZone | cordoned | "
            + ZONE
            + "health: {probes: [{name: p, http: {}}]}"
            + " | spec.health.probes[0].http.url: is missing; accepted: http or https, a host, a port"
            + " and a path; no user, no query, no fragment; write it like"
            + " http://198.51.100.7:8080/healthz",
        "SovereigntyPolicy | fails closed"
            + " | rules: [{rule: data-location, parameters: {countries: [FR]}},"
            + " {rule: data-location, parameters: {countries: [DE]}}], waivable: []"
            + " | spec.rules[0].name: is missing; give each rule a name of its own"
            + " & spec.rules[1].name: is missing; give each rule a name of its own",
        "SovereigntyPolicy | fails closed | rules: [{expression: \"true\"}]"
            + " | spec.rules[0].name: is missing; give each rule a name of its own",
        "SovereigntyWaiver | InvalidSpec | "
            + WAIVER
            + "policyRef: strict, rule: place, workloadRef: {}"
            + " | spec.workloadRef.name: is missing; name the BleuWorkload",
        "SovereigntyWaiver | InvalidSpec | "
            + WAIVER
            + "rule: place, workloadRef: {name: web}"
            + " | spec.policyRef: is missing; name the SovereigntyPolicy",
        "SovereigntyWaiver | InvalidSpec | "
            + WAIVER
            + "policyRef: strict, workloadRef: {name: web}"
            + " | spec.rule: is missing; name the rule as the policy does",
        "BleuWorkload | frozen | "
            + WORKLOAD
            + "placement: {weights: [{weight: 1}]}"
            + " | spec.placement.weights[0].zone: is missing; name the AvailabilityZone",
        "BleuWorkload | frozen | "
            + WORKLOAD
            + "placement: {affinity: [{}]}"
            + " | spec.placement.affinity[0].with: is missing; name the other BleuWorkload",
        "BleuWorkload | used | "
            + WORKLOAD
            + "dependencies: [{provider: acme, offering: o}, {provider: acme, offering: o}]"
            + " | spec.dependencies[0].name: is missing; name the dependency"
            + " & spec.dependencies[1].name: is missing; name the dependency",
        "BleuWorkload | frozen | "
            + WORKLOAD
            + "dependencies: [{name: d, offering: o}]"
            + " | spec.dependencies[0].provider: is missing; name the CloudProvider",
        "BleuWorkload | frozen | "
            + WORKLOAD
            + "dependencies: [{name: d, provider: acme}]"
            + " | spec.dependencies[0].offering: is missing; name the offering that is used",
        "BleuWorkload | used | "
            + WORKLOAD
            + "residency: {egress: [{to: {host: a.example}}, {to: {host: b.example}}]}"
            + " | spec.residency.egress[0].name: is missing; name the destination"
            + " & spec.residency.egress[1].name: is missing; name the destination",
        "BleuWorkload | frozen | "
            + WORKLOAD
            + "residency: {egress: [{name: e, to: {service: {}}}]}"
            + " | spec.residency.egress[0].to.service.name: is missing; name the Service",
        "BleuWorkload | frozen | "
            + WORKLOAD
            + "resilience: {spread: [{min: 1}]}"
            + " | spec.resilience.spread[0].over: is missing; state one of Zone, Site, Region,"
            + " Provider",
        "BleuWorkload | frozen | "
            + WORKLOAD
            + "resilience: {tolerate: [{keep: 1}]}"
            + " | spec.resilience.tolerate[0].of: is missing; say what is lost, such as Zone",
        "BleuWorkload | frozen | dataClasses: [Ordinary], workload: {deploymentRef: {}}"
            + " | spec.workload.deploymentRef.name: is missing; name the Deployment",
      })
  void isSaidOfTheField(String kind, String becomes, String spec, String said) {
    boolean namespaced = kind.equals("BleuWorkload") || kind.equals("SovereigntyWaiver");
    Translation translation =
        translated(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: %s
            metadata: {name: broken%s}
            spec: {%s}
            """
                    .formatted(kind, namespaced ? ", namespace: shop" : "", spec)
                + (kind.equals("BleuWorkload") ? PLACEMENT : ""));
    assertEquals(
        List.of(said.split(" & ")),
        translation.problems().stream()
            .filter(p -> p.object().name().equals("broken"))
            .map(Problem::text)
            .toList());
    assertEquals(becomes, becomes(kind, translation));
    // What is absent is left out of a record.
    String recorded =
        CanonicalJson.text(
            new RecordWriter(name -> name, text -> text, rules -> "rules")
                .encode(translation.estate()));
    assertFalse(NULL.matcher(recorded).find(), recorded);
  }

  /** Two holders of whom nobody knows whether they are one have no share that can be compared. */
  @ParameterizedTest
  @CsvSource({
    "'name: A, ', 'name: B, ', Pass",
    "'', '', OwnershipInconsistent",
    "'name: A, ', '', OwnershipInconsistent",
    "'name: \" \", ', 'name: B, ', OwnershipInconsistent",
  })
  void holdersWithoutANameAreNotHeldApart(String one, String other, String code) {
    String outsider =
        "{%sof: Acme, country: US, controlledFrom: US, capitalPercent: \"15\", votesPercent: \"15\"}";
    Translation translation =
        translated(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: CloudProvider
            metadata: {name: broken}
            spec:
              displayName: Acme
              ownership: {holders: [%s, %s, {name: F, of: Acme, country: FR, controlledFrom: FR,
                capitalPercent: "70", votesPercent: "70"}]}
            """
                .formatted(outsider.formatted(one), outsider.formatted(other)));
    assertEquals(code, ownership(translation).code());
  }

  @Test
  void nobodyIsNoWorkloadThatIsCalledNull() {
    Translation translation =
        translated(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: broken, namespace: shop}
            spec: {%splacement: {affinity: [{}], antiAffinity: [{with: "null"}]}}
            """
                .formatted(WORKLOAD));
    assertEquals(
        List.of("spec.placement.affinity[0].with"),
        translation.problems().stream().map(Problem::path).toList());
  }

  private static Translation translated(String broken) {
    return EstateTranslator.translate(
        Unchecked.objects(AROUND + broken), Instant.parse("2026-11-24T12:00:00Z"), Map.of());
  }

  private static String becomes(String kind, Translation translation) {
    return switch (kind) {
      case "AvailabilityZone" ->
          translation.estate().zones().stream()
              .filter(z -> isBroken(z.name()))
              .map(z -> z.state() == ZoneState.Active ? "used" : "cordoned")
              .findFirst()
              .orElse("left out");
      case "BleuWorkload" ->
          translation.estate().workloads().stream()
              .filter(w -> isBroken(w.id().name()))
              .map(w -> w.suspended() ? "frozen" : "used")
              .findFirst()
              .orElse("left out");
      case "SovereigntyPolicy" ->
          translation.namespaceRules().get("shop").stream()
                  .filter(r -> isBroken(r.policy()))
                  .anyMatch(r -> r.rule() instanceof FailClosedRule)
              ? "fails closed"
              : "used";
      case "SovereigntyWaiver" -> translation.waivers().get(0).state().name();
      default ->
          ownership(translation).code().equals("OwnershipInconsistent")
              ? "ownership " + ownership(translation).result()
              : "used";
    };
  }

  private static boolean isBroken(@Nullable String name) {
    return "broken".equals(name);
  }

  private static Verdict ownership(Translation translation) {
    Provider provider =
        translation.estate().providers().stream()
            .filter(p -> isBroken(p.name()))
            .findFirst()
            .orElseThrow();
    return new OwnershipThresholds().evaluate(provider, Parameters.NONE);
  }
}
