package cloud.bleu.examples;

import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shipped objects with one zone and one workload of a customer, planned at noon on 2026-11-24. */
final class Shipped {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final String OBSERVED =
      "{basis: Observation, source: our own visit, asOf: 2026-11-01}";

  private final List<String> manifests = new ArrayList<>();
  private String namespaceLabels = "placement.bleu.cloud/governed: Audit";
  private String source =
      "deployment: {template: {spec: {containers: [{name: main, image: none, resources: {requests:"
          + " {cpu: 1, memory: 1Gi}}}]}}}";
  private String more = "";

  /** A file of examples, without its ending: {@code policies/hds}. */
  Shipped with(String file) {
    try {
      return and(Files.readString(Path.of("examples", file + ".yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Shipped and(String manifest) {
    manifests.add(manifest);
    return this;
  }

  /**
   * Runs something else.
   *
   * @param workload its {@code spec.workload}
   * @param fields more of its spec, each after a comma
   */
  Shipped running(String workload, String fields) {
    source = workload;
    more = fields;
    return this;
  }

  /** In a namespace where admission holds. */
  Shipped enforced() {
    namespaceLabels = "placement.bleu.cloud/governed: Enforce";
    return this;
  }

  Shipped rehearsal() {
    namespaceLabels += ", placement.bleu.cloud/environment: rehearsal";
    return this;
  }

  /** The zone z, whose own facts somebody has seen. */
  Shipped zone(String provider, String offering, String region, String country) {
    return zone(provider, offering, region, country, "");
  }

  Shipped zone(String provider, String offering, String region, String country, String more) {
    return and(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: z}
        spec:
          {provider: %s, offerings: [%s], region: %s, site: s, siteProvenance: %s, location: {country: "%s", provenance: %s},
           capacity: {cpu: 10, memory: 10Gi}, target: {nodeSelector: {zone: z}}%s}
        """
            .formatted(provider, offering, region, OBSERVED, country, OBSERVED, more));
  }

  /** The decision for a workload on virtual machines with data of this class. */
  Decision decision(String dataClass) {
    Translation translation = translation(dataClass);
    return Planner.plan(translation.estate()).decisions().get(0);
  }

  /** What is wrong with the objects, as sentences. */
  List<String> problems() {
    ManifestObjects read = read("Ordinary");
    return read
        .problems(EstateTranslator.translate(read.objects(), NOW, Map.of()).problems())
        .stream()
        .map(ManifestProblem::text)
        .toList();
  }

  /** Why the zone is refused: {@code Reject SeatOutsideEU}; empty when it is not. */
  List<String> refusals(String dataClass) {
    return verdicts(dataClass).stream().map(v -> v.result() + " " + v.code()).sorted().toList();
  }

  List<Verdict> verdicts(String dataClass) {
    return decision(dataClass).rejected().getOrDefault("z", List.of());
  }

  private Translation translation(String dataClass) {
    return EstateTranslator.translate(read(dataClass).objects(), NOW, Map.of());
  }

  private ManifestObjects read(String dataClass) {
    List<String> all = new ArrayList<>(manifests);
    all.add(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop, labels: {%s}}
        ---
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: web, namespace: shop, uid: u}
        spec: {replicas: 1, dataClasses: [%s], layers: [IaaS], dependencies: [], workload: {%s}%s}
        """
            .formatted(namespaceLabels, dataClass, source, more));
    byte[] bytes = String.join("\n---\n", all).getBytes(StandardCharsets.UTF_8);
    return ManifestObjects.of(ManifestReader.read(List.of("-"), new ByteArrayInputStream(bytes)));
  }
}
