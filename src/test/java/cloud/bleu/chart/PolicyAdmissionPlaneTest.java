package cloud.bleu.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.PlaneFlags;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that would refuse every zone because of a slip of the pen is refused itself. */
@RealControlPlane(own = true, controllerManager = PlaneFlags.CHECKED_EXPRESSIONS)
class PolicyAdmissionPlaneTest {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Path CRD = Path.of("crds/placement.bleu.cloud_sovereigntypolicies.yaml");

  /** What stands in the entry, and what of the refusal a person needs. */
  private static final Map<String, List<String>> REFUSED =
      Map.ofEntries(
          Map.entry(
              "rule: data-locatoin",
              List.of("spec.rules[0].rule", "\"data-locatoin\"", "\"data-location\"")),
          Map.entry(
              "rule: data-location, parameters: {country: [FR], land: [FR]}",
              List.of(
                  "entry one: rule data-location has no parameter country; it takes countries",
                  "entry one: rule data-location has no parameter land; it takes countries",
                  "; bleu rules explains each rule")),
          Map.entry(
              "rule: seat-in-eu, parameters: {countries: [FR]}",
              List.of("rule seat-in-eu has no parameter countries; it takes none")),
          Map.entry(
              "rule: data-location, parameters: {countries: FR}",
              List.of("rule data-location takes a list as countries")),
          Map.entry(
              "rule: qualified-offering, parameters: {acceptOpenWindow: \"yes\"}",
              List.of("takes a flag as acceptOpenWindow")),
          Map.entry(
              "rule: qualified-offering, parameters: {scheme: [SecNumCloud]}",
              List.of("takes a text as scheme")),
          Map.entry(
              "rule: maintenance-window, parameters: {noticeHours: a day}",
              List.of("takes a number as noticeHours")),
          Map.entry(
              "rule: ownership-thresholds, parameters: {individualPercent: 240}",
              List.of("entry one: individualPercent of rule ownership-thresholds is", "not 240")),
          Map.entry(
              "rule: maintenance-window, parameters: {noticeHours: \"-1\"}",
              List.of("entry one: noticeHours of rule maintenance-window is", "not -1")),
          Map.entry("rule: countries", List.of("entry one: rule countries needs countries")),
          Map.entry(
              "rule: fact-freshness", List.of("entry one: rule fact-freshness needs maxAgeDays")),
          Map.entry(
              "rule: qualified-offering, parameters: {acceptStates: [Qualified, Qualifed]}",
              List.of(
                  "rule qualified-offering does not take Qualifed as acceptStates; it takes"
                      + " InEvaluation, Qualified, Suspended, Withdrawn")),
          Map.entry(
              "rule: data-location, parameters: {countries: [FR, UK, EU, XX, false]}",
              List.of(
                  "does not take UK, XX, false as countries; it takes codes of ISO 3166-1 with two"
                      + " letters, EU and EEA")));

  private static final List<String> TAKEN =
      List.of(
          "rule: data-location, parameters: {countries: [FR, EU, EEA]}",
          "rule: ownership-thresholds, parameters: {individualPercent: \"24\", collectivePercent:"
              + " 39.5}",
          "rule: maintenance-window, parameters: {noticeHours: 24}",
          "rule: qualified-offering, parameters: {scheme: SecNumCloud, version: \"3.2\","
              + " acceptStates: [Qualified], acceptOpenWindow: false}",
          "rule: zone-state",
          "expression: 'true'");

  @TempDir Path folder;

  private KubernetesClient admin;

  @Test
  void onlyWhatStandsThereAlreadyMayBeWrong(ControlPlane plane) throws Exception {
    admin = plane.adminClient();
    kind(rule -> rule.setEnum(null));
    until(() -> apply("old", true, "rule: rule-of-old, parameters: {lands: [FR]}") == null);
    apply(
        "old",
        false,
        "rule: rule-of-old, parameters: {lands: [FR]}",
        "rule: data-location, parameters: {land: [FR], countries: [UK]}");
    kind(rule -> {});
    until(() -> apply("new", true, "rule: rule-of-old") != null);
    status("old");

    try (AdmissionPolicies policies = AdmissionPolicies.install(plane, folder)) {
      REFUSED.forEach(
          (entry, parts) -> {
            String said = apply("new", true, entry);
            assertTrue(
                said != null && parts.stream().allMatch(said::contains), () -> entry + ": " + said);
          });
      TAKEN.forEach(entry -> assertEquals(null, apply("new", true, entry), entry));
      shippedPoliciesAreTaken();
      aLargePolicyIsTaken();

      // The rest of an old one changes freely.
      assertEquals(
          null,
          apply(
              "old",
              false,
              "rule: rule-of-old, action: Warn, parameters: {lands: [FR, DE]}",
              "rule: data-location, action: Audit, parameters: {land: [FR], countries: [UK]}"));
      admin.resource(get("old")).edit(PolicyAdmissionPlaneTest::labelled);
      // What is wrong does not grow.
      String more =
          apply(
              "old",
              false,
              "rule: rule-of-old, parameters: {lands: [FR, DE]}",
              "rule: data-location, parameters: {land: [FR], countries: [UK, XX]}");
      assertTrue(more != null && more.contains("not take XX as countries"), more);
      String another =
          apply(
              "old",
              false,
              "rule: rule-of-old, parameters: {lands: [FR, DE]}",
              "rule: data-location, parameters: {land: [FR], lands: [FR], countries: [UK]}");
      assertTrue(another != null && another.contains("no parameter lands;"), another);
      String renamed =
          apply(
              "old",
              false,
              "rule: rule-of-older",
              "rule: data-location, parameters: {land: [FR], countries: [UK]}");
      assertTrue(renamed != null && renamed.contains("\"rule-of-older\""), renamed);
      warnings();
    }
  }

  private void shippedPoliciesAreTaken() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("examples/policies"))) {
      for (Path file : files.sorted().toList()) {
        HasMetadata policy = Serialization.unmarshal(Files.readString(file));
        admin.resource(policy).dryRun().create();
      }
    }
  }

  /** Expressions have a budget: of as many entries as the kind takes, each with every country. */
  private void aLargePolicyIsTaken() {
    String countries =
        Stream.of(Locale.getISOCountries())
            .map(c -> "\"" + c + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    String entries =
        IntStream.range(0, 64)
            .mapToObj(
                i ->
                    "{name: n%d, rule: data-location, parameters: {countries: %s}}"
                        .formatted(i, countries))
            .collect(Collectors.joining(", "));
    HasMetadata policy =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyPolicy
            metadata: {name: large}
            spec: {rules: [%s]}
            """
                .formatted(entries),
            GenericKubernetesResource.class);
    admin.resource(policy).dryRun().create();
  }

  /** The server compares expressions with the kinds that it knows. */
  private void warnings() {
    await()
        .atMost(BOUND)
        .until(
            () -> {
              var status =
                  admin
                      .admissionRegistration()
                      .v1()
                      .validatingAdmissionPolicies()
                      .withName("policies.placement.bleu.cloud")
                      .get()
                      .getStatus();
              return status != null && status.getTypeChecking() != null;
            });
    assertEquals(
        List.of(),
        admin
            .admissionRegistration()
            .v1()
            .validatingAdmissionPolicies()
            .withName("policies.placement.bleu.cloud")
            .get()
            .getStatus()
            .getTypeChecking()
            .getExpressionWarnings());
  }

  private static void until(Callable<Boolean> holds) {
    await().atMost(BOUND).pollInterval(Duration.ofMillis(100)).until(holds);
  }

  /** The kind as it is shipped, with the schema of a rule's name edited. */
  private void kind(Consumer<JSONSchemaProps> edit) throws Exception {
    CustomResourceDefinition crd =
        Serialization.unmarshal(Files.readString(CRD), CustomResourceDefinition.class);
    edit.accept(
        crd.getSpec()
            .getVersions()
            .get(0)
            .getSchema()
            .getOpenAPIV3Schema()
            .getProperties()
            .get("spec")
            .getProperties()
            .get("rules")
            .getItems()
            .getSchema()
            .getProperties()
            .get("rule"));
    admin.resource(crd).forceConflicts().serverSideApply();
  }

  /** Writes a policy of entries one, two...; returns why it was refused, null if it was not. */
  private String apply(String name, boolean dryRun, String... entries) {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < entries.length; i++) {
      rules.append("  - {name: ").append(List.of("one", "two").get(i)).append(", ");
      rules.append(entries[i]).append("}\n");
    }
    HasMetadata policy =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: SovereigntyPolicy
            metadata: {name: %s}
            spec:
              rules:
            """
                    .formatted(name)
                + rules,
            GenericKubernetesResource.class);
    try {
      if (dryRun) {
        admin.resource(policy).dryRun().forceConflicts().serverSideApply();
      } else {
        admin.resource(policy).forceConflicts().serverSideApply();
      }
      return null;
    } catch (KubernetesClientException e) {
      assertEquals(422, e.getCode(), e.getMessage());
      return e.getStatus().getMessage();
    }
  }

  private GenericKubernetesResource get(String name) {
    return admin
        .genericKubernetesResources("placement.bleu.cloud/v1alpha1", "SovereigntyPolicy")
        .withName(name)
        .get();
  }

  private void status(String name) {
    GenericKubernetesResource policy = get(name);
    policy.setAdditionalProperty("status", Map.of("observedGeneration", 1));
    JsonNode written =
        Serialization.jsonMapper().valueToTree(admin.resource(policy).updateStatus());
    assertEquals(1, written.at("/status/observedGeneration").asInt());
  }

  private static GenericKubernetesResource labelled(GenericKubernetesResource policy) {
    policy.getMetadata().setLabels(Map.of("team", "security"));
    return policy;
  }
}
