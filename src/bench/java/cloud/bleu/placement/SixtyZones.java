package cloud.bleu.placement;

import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.BoundRule;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sixty zones: twelve of three providers of which everything is recorded, and 48 of the providers under {@code examples/providers}, as their facts are. Two
 * workloads with health data, governed by the strict policy as it is shipped.
 */
public final class SixtyZones {

  static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final int ZONES = 60;
  private static final int RECORDED = 3;
  private static final int ZONES_OF_EACH = 4;

  private static final String PROVIDER =
      """
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: recorded-%1$d}
      spec:
        displayName: Recorded %1$d
        legalEntity: {name: Recorded %1$d, registeredOffice: FR, centralAdministration: FR, principalEstablishment: FR, governingLaw: FR, %2$s}
        ownership:
          holders:
          - {name: Holding, of: Recorded %1$d, country: FR, controlledFrom: FR, capitalPercent: "70", votesPercent: "70"}
          - {name: Staff, of: Holding, country: FR, controlledFrom: FR, capitalPercent: "100", votesPercent: "100"}
          - {name: Abroad, of: Recorded %1$d, country: US, controlledFrom: US, capitalPercent: "19", votesPercent: "19"}
          - {name: Others, of: Recorded %1$d, country: FR, controlledFrom: FR, capitalPercent: "11", votesPercent: "11"}
          vetoRightsOutsideEU: false
          majorityAppointmentOutsideEU: false
          %2$s
        suppliers:
        - {name: Vendor, country: US, controlledFrom: US, technicalAccess: false, autonomy: OwnSkills, %2$s}
        operations: {administrationFrom: [FR], supportFrom: [FR], nonEUSupport: None, technicalDataIn: [FR], %2$s}
        offerings:
        - name: cloud
          layers: [IaaS, CaaS]
          regions: [fr-%1$d]
          services: [compute, disk]
          agreement: {reference: A-%1$d, signedOn: 2026-01-02, statesQualifiedService: true, %2$s}
          qualifications:
          - {scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [IaaS, CaaS], validFrom: 2026-01-01, validUntil: 2028-12-31, %2$s}
      """;

  private static final String ZONE =
      """
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: zone-%02d}
      spec:
        provider: %s
        offerings: [%s]
        region: %s
        site: site-%1$02d
        siteProvenance: {%5$s}
        location: {country: FR, latitude: "48.%1$02d", longitude: "2.%1$02d", provenance: {%5$s}}
        storage: {classes: [{name: fast, encrypted: true, keyCustody: CustomerExternal}], provenance: {%5$s}}
        registries: [registry.hopital.example]
        capacity: {cpu: "400", memory: 1600Gi}
        target: {nodeSelector: {zone: "%1$02d"}}
      """;

  private static final String WORKLOADS =
      """
      ---
      apiVersion: v1
      kind: Namespace
      metadata: {name: sante, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: one, namespace: sante}
      spec:
        replicas: 6
        workload:
          statefulSet:
            serviceName: one
            template:
              metadata: {labels: {app: one}}
              spec:
                containers:
                - {name: main, image: "registry.hopital.example/one@sha256:%1$s", resources: {requests: {cpu: "1", memory: 1Gi}}}
            volumeClaimTemplates:
            - {metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}}}
        dependencies: []
        layers: [CaaS]
        services: [compute]
        dataClasses: [Health]
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: two, namespace: sante}
      spec:
        replicas: 3
        workload:
          deployment:
            template:
              metadata: {labels: {app: two}}
              spec:
                containers:
                - {name: main, image: "registry.hopital.example/two@sha256:%1$s", resources: {requests: {cpu: "1", memory: 1Gi}}}
        dependencies: []
        layers: [IaaS]
        services: [compute, disk]
        dataClasses: [Sensitive]
      """;

  private SixtyZones() {}

  /** The estate under the shipped policy. */
  public static Estate strict() {
    String signed = "basis: Contract, source: bench, asOf: 2026-06-01";
    StringBuilder text = new StringBuilder();
    for (int p = 1; p <= RECORDED; p++) {
      text.append(PROVIDER.formatted(p, "provenance: {" + signed + "}"));
    }
    List<Provider> known = estate(text.toString(), false).providers();
    int zone = 0;
    for (int p = 1; p <= RECORDED; p++) {
      for (int i = 0; i < ZONES_OF_EACH; i++) {
        text.append(ZONE.formatted(zone++, "recorded-" + p, "cloud", "fr-" + p, signed));
      }
    }
    List<Provider> others = known.stream().filter(p -> !p.name().startsWith("recorded-")).toList();
    for (int i = 0; zone < ZONES; i++) {
      Provider provider = others.get(i % others.size());
      List<Provider.Offering> offerings = provider.offerings();
      Provider.Offering offering = offerings.isEmpty() ? null : offerings.get(i / others.size() % offerings.size());
      String region = offering == null || offering.regions().isEmpty() ? "some-region" : offering.regions().get(0);
      text.append(ZONE.formatted(zone++, provider.name(), offering == null ? "" : offering.name(), region, signed));
    }
    text.append(WORKLOADS.formatted("a".repeat(64)));
    return estate(text.toString(), true);
  }

  /** The same zones and workloads under every rule of the catalogue. */
  public static Estate everyRule() {
    Estate strict = strict();
    List<Workload> workloads = new ArrayList<>();
    List<BoundRule> rules = new ArrayList<>();
    for (ZoneRule rule : Catalogue.rules()) {
      Map<String, Object> given =
          switch (rule.declaration().id()) {
            case "fact-basis" -> Map.of("acceptBasis", List.of("RegulatorList", "SignedDocument", "Contract", "Observation"));
            case "fact-freshness" -> Map.of("maxAgeDays", 400);
            case "countries" -> Map.of("countries", List.of("FR"));
            case "qualified-offering" -> Map.of("acceptStates", List.of("Qualified"));
            default -> Map.of();
          };
      if (Catalogue.bind(rule, given) instanceof Catalogue.Binding.Bound bound) {
        rules.add(
            new BoundRule(
                rule, rule.declaration().id(), "all", BoundRule.Action.Enforce, BoundRule.OnViolation.Report, bound.parameters(), bound.requirements()));
      } else {
        throw new IllegalStateException("rule " + rule.declaration().id() + " wants parameters");
      }
    }
    strict.workloads().forEach(w -> workloads.add(w.withRules(rules)));
    return new Estate(strict.now(), strict.providers(), strict.zones(), workloads, List.of(), List.of());
  }

  private static Estate estate(String text, boolean whole) {
    ManifestObjects objects =
        ManifestObjects.of(
            ManifestReader.read(
                List.of("examples/providers", "examples/policies/secnumcloud-3.2-customer-side.yaml", "-"),
                new ByteArrayInputStream(text.replace("spec:", "spec:").getBytes(StandardCharsets.UTF_8))));
    Translation translation = EstateTranslator.translate(objects.objects(), NOW, Map.of());
    var problems = objects.problems(translation.problems());
    if (whole && !problems.isEmpty()) {
      throw new IllegalStateException(problems.toString());
    }
    return translation.estate();
  }
}
