package cloud.bleu.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.admission.AdmittedContents;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Claims;
import cloud.bleu.api.v1alpha1.PlacementGateSpec.Images;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnforcedContentsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Map<String, Set<String>> DECIDED = Map.of("web", Set.of("a"));

  private static final String ESTATE =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop, labels: {placement.bleu.cloud/governed: Enforce}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: a}
      spec:
        {provider: p, region: r, site: s, target: {nodeSelector: {zone: a}}, registries: [Index.Docker.io, reg.example:5000/app],
        storage: {classes: [{name: safe, encrypted: true}, {name: half, encrypted: true}]}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: b}
      spec:
        {provider: p, region: r, site: t, target: {nodeSelector: {zone: b}}, storage: {classes: [{name: half}, {name: other, encrypted: true}]}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u}
      spec:
        dataClasses: [Ordinary]
        workload: {deployment: {template: {spec: {containers: [{name: main, image: none}], volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: plain}}}}]}}}}
      """;

  private static final Images OF_ZONE =
      new Images(List.of("docker.io/", "reg.example:5000/app/"), null);

  @Test
  void whereNoRuleIsEnforcedNothingIsSaid() {
    for (String action : List.of("Warn", "Audit")) {
      AdmittedContents none = of(policy("p", "rule: registry-allowed, action: " + action), DECIDED);
      assertEquals(Map.of(), none.images());
      assertNull(none.claims());
      assertEquals(Set.of(), none.unread());
    }
  }

  @Test
  void registriesOfRuleAndZoneBothHold() {
    assertEquals(
        Set.of(OF_ZONE), images(policy("p", "rule: registry-allowed, action: Enforce"), "a"));
    assertEquals(
        Set.of(OF_ZONE, new Images(List.of("quay.test/x/"), null)),
        images(
            policy(
                "p", "rule: registry-allowed, action: Enforce, parameters: {allow: [quay.test/x]}"),
            "a"));
    assertEquals(
        Set.of(
            new Images(List.of("docker.io/", "reg.example:5000/app/"), true),
            new Images(List.of("quay.test/"), true),
            new Images(List.of("reg.test/"), null),
            OF_ZONE),
        images(
            policy(
                    "p",
                    "rule: registry-allowed, action: Enforce, parameters: {allow: [quay.test], digest: true}")
                + policy(
                    "q",
                    "rule: registry-allowed, action: Enforce, parameters: {allow: [reg.test]}"),
            "a"));
  }

  /** As the rule answers Unknown there, and Unknown is no for anything new. */
  @Test
  void whereNobodyStatesRegistryNoneIsLetIn() {
    assertEquals(
        Set.of(new Images(List.of(), null)),
        images(policy("p", "rule: registry-allowed, action: Enforce"), "b"));
  }

  @Test
  void whatOneWorkloadAsksOfItselfHoldsForIt() {
    AdmittedContents own =
        EnforcedContents.of(
            translation(
                ESTATE.replace(
                    "dataClasses: [Ordinary]",
                    "dataClasses: [Ordinary]\n  residency: {registries: [reg.example:5000]}")),
            "shop",
            DECIDED);
    assertEquals(
        Set.of(OF_ZONE, new Images(List.of("reg.example:5000/"), null)),
        own.images().get("web").get("a"));
  }

  @Test
  void waivedRuleSaysNothingForItsWorkload() {
    String waived =
        policy("p", "rule: registry-allowed, action: Enforce")
                .replace("spec:", "spec:\n  waivable: [one]")
            + """
            ---
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyWaiver
            metadata: {name: w, namespace: shop}
            spec:
              {policyRef: p, rule: one, workloadRef: {name: web}, reason: r, notBefore: "2026-11-01T00:00:00Z",
              expirationTime: "2026-12-01T00:00:00Z", requestedBy: a, approvedBy: b}
            """;
    assertEquals(Map.of(), of(waived, DECIDED).images());
    assertEquals(
        Set.of(OF_ZONE),
        EnforcedContents.of(
                EstateTranslator.translate(
                    objects(ESTATE + waived), Instant.parse("2026-12-02T00:00:00Z"), Map.of()),
                "shop",
                DECIDED)
            .images()
            .get("web")
            .get("a"));
  }

  @Test
  void classesAreThoseOfTheZonesInUseOfAllBeforeAnyIs() {
    String enforced = policy("p", "rule: encrypted-storage, action: Enforce");
    assertEquals(new Claims(List.of("half", "safe")), of(enforced, DECIDED).claims());
    assertEquals(new Claims(List.of("other")), of(enforced, Map.of("web", Set.of("b"))).claims());
    assertEquals(
        new Claims(List.of("other", "safe")),
        of(enforced, Map.of()).claims(),
        "half is unsaid in b");
    // Before there is any workload, too: a claim comes first in many a chart.
    assertEquals(
        new Claims(List.of("other", "safe")),
        EnforcedContents.of(
                translation(ESTATE.substring(0, ESTATE.lastIndexOf("---")) + enforced),
                "shop",
                Map.of())
            .claims());
  }

  /** A server with an older schema has classes without a name: no claim can name one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{encrypted: true}",
        "{name: ' ', encrypted: true}",
        "{name: '', encrypted: true}"
      })
  void classWithoutANameIsLetInByNone(String nameless) {
    String zones =
        ESTATE.replace("classes: [{name: safe", "classes: [" + nameless + ", {name: safe");
    String enforced = policy("p", "rule: encrypted-storage, action: Enforce");
    assertEquals(
        new Claims(List.of("half", "safe")),
        EnforcedContents.of(
                EstateTranslator.translate(Unchecked.objects(zones + enforced), NOW, Map.of()),
                "shop",
                DECIDED)
            .claims());
  }

  /** Other kinds of volumes, such as nfs, are kept out where a rule asks of storage. */
  @Test
  void whereARuleAsksOfStoragePodsAreKeptToClaims() {
    for (String rule : List.of("encrypted-storage", "key-custody")) {
      assertEquals(
          Map.of("web", Set.of("a")),
          of(policy("p", "rule: " + rule + ", action: Enforce"), DECIDED).claimsOnly());
      assertEquals(
          Map.of("web", Set.of()),
          of(policy("p", "rule: " + rule + ", action: Warn"), DECIDED).claimsOnly());
    }
    String waived =
        policy("p", "rule: encrypted-storage, action: Enforce")
                .replace("spec:", "spec:\n  waivable: [one]")
            + """
            ---
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyWaiver
            metadata: {name: w, namespace: shop}
            spec:
              {policyRef: p, rule: one, workloadRef: {name: web}, zones: [a], reason: r, notBefore: "2026-11-01T00:00:00Z",
              expirationTime: "2026-12-01T00:00:00Z", requestedBy: a, approvedBy: b}
            """;
    assertEquals(
        Map.of("web", Set.of("b")), of(waived, Map.of("web", Set.of("a", "b"))).claimsOnly());
  }

  @Test
  void whatCannotBeReadIsToldApart() {
    AdmittedContents broken = of(policy("p", "rule: no-such-rule, action: Enforce"), DECIDED);
    assertEquals(Set.of("web"), broken.unread());
    assertTrue(broken.claimsUnread());
    AdmittedContents gone = of("", Map.of("gone", Set.of("a")));
    assertEquals(Set.of("gone"), gone.unread());
    assertFalse(gone.claimsUnread());
  }

  private static Set<Images> images(String policies, String zone) {
    return of(policies, Map.of("web", Set.of(zone))).images().get("web").get(zone);
  }

  private static AdmittedContents of(String policies, Map<String, Set<String>> decided) {
    return EnforcedContents.of(translation(ESTATE + policies), "shop", decided);
  }

  private static Translation translation(String yaml) {
    return EstateTranslator.translate(objects(yaml), NOW, Map.of());
  }

  private static ApiObjects objects(String yaml) {
    return ManifestObjects.of(
            ManifestReader.read(
                List.of("-"), new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
        .objects();
  }

  private static String policy(String name, String rule) {
    return """
    ---
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: SovereigntyPolicy
    metadata: {name: %s}
    spec:
      rules: [{name: one, %s}]
    """
        .formatted(name, rule);
  }
}
