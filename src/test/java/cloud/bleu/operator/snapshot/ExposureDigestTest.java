package cloud.bleu.operator.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.operator.pass.DecisionInputs;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is decided anew when a Service or an Ingress comes: those whose pods it leads to, in its
 * namespace. The rehearsal has workloads of the same names and labels.
 */
class ExposureDigestTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static final SortedMap<String, String> BEFORE = digests("");

  @ParameterizedTest(name = "{0} in {1}, {2}: {3}")
  @CsvSource(
      nullValues = "-",
      value = {
        "LoadBalancer, sante, app: dossier-web, sante/dossier-web",
        "LoadBalancer, sante-repetition, app: dossier-web, sante-repetition/dossier-web",
        "LoadBalancer, sante, placement.bleu.cloud/workload: codage-nuit, sante/codage-nuit",
        "LoadBalancer, communication, app: dossier-web, -",
        "ClusterIP, sante, app: dossier-web, -",
      })
  void whoIsDecidedAnew(String type, String namespace, String selector, String expected) {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: s, namespace: %s}
        spec: {type: %s, selector: {%s}, ports: [{port: 443}]}
        """
            .formatted(namespace, type, selector);
    SortedMap<String, String> after = digests(service);
    TreeSet<String> anew = new TreeSet<>(BEFORE.keySet());
    anew.removeIf(w -> BEFORE.get(w).equals(after.get(w)));
    assertEquals(expected == null ? "" : expected, String.join(" ", anew));
  }

  /** A Service that turns out to be a name for a host is another destination. */
  @Test
  void whoCallsAServiceOfTypeExternalNameIsDecidedAnew() {
    String service =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: caller, namespace: sante}
        spec:
          dataClasses: [Health]
          workload: {external: {kind: VM, requests: {cpu: 1}}}
          residency: {egress: [{name: api, to: {service: {name: api}}}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api, namespace: sante}
        spec: {type: %s, externalName: %s}
        """;
    Set<String> digests = new TreeSet<>();
    for (String host : List.of("a.example", "b.example")) {
      digests.add(digests(service.formatted("ExternalName", host)).get("sante/caller"));
      digests.add(digests(service.formatted("ClusterIP", host)).get("sante/caller"));
    }
    assertEquals(3, digests.size());
  }

  private static SortedMap<String, String> digests(String more) {
    ApiObjects objects =
        ManifestObjects.of(
                ManifestReader.read(
                    List.of("examples/hospital", "-"),
                    new ByteArrayInputStream(more.getBytes(StandardCharsets.UTF_8))))
            .objects();
    Translation translation = EstateTranslator.translate(objects, NOW, Map.of());
    DecisionInputs inputs =
        new DecisionInputs(
            new InputDigest(), objects, translation, new FactDates(translation.estate()), Map.of());
    SortedMap<String, String> digests = new TreeMap<>();
    objects
        .workloads()
        .forEach(
            w ->
                digests.put(
                    w.getMetadata().getNamespace() + "/" + w.getMetadata().getName(),
                    inputs.digest(w)));
    return digests;
  }
}
