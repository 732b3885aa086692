package cloud.bleu.cli.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.ManifestCluster;
import cloud.bleu.cli.PlanCommandTest;
import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of a cluster that are in error stop nobody who does not depend on them. */
@Tag("wiring")
class ObjectErrorsTest {

  private static final String BROKEN =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: others}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: torn, namespace: others}
      spec:
        replicas: 1
        workload: {deployment: {template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}}}
        dataClasses: [Ordinary]
        resilience: {spread: [{over: Zone, min: 1}]}
        placement: {weights: [{zone: north, weight: 1}]}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: misspelt}
      spec:
        appliesTo: {dataClasses: [Health]}
        rules: [{name: r, rule: data-location, action: Enforce, parameters: {countris: [FR]}}]
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: west}
      spec:
        provider: nobody
        region: r
        site: site-west
        location: {country: FR}
        capacity: {cpu: 4, memory: 8Gi}
        target: {nodeSelector: {zone: west}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyWaiver
      metadata: {name: stale, namespace: shop}
      spec:
        policyRef: gone
        rule: place
        workloadRef: {name: web}
        reason: the policy was deleted since
        notBefore: "2026-11-01T00:00:00Z"
        expirationTime: "2026-12-31T00:00:00Z"
        requestedBy: anne
        approvedBy: bob
      ---
      """;

  @TempDir private static Path directory;
  private static ManifestCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    cluster = ManifestCluster.start(directory);
    cluster.create(
        PlanCommandTest.ESTATE
            + PlanCommandTest.workload("web", 2, "")
            + PlanCommandTest.workload("ward", 1, "").replace("[Ordinary]", "[Health]")
            + BROKEN);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "plan shop/web",
        "plan -o json",
        "explain shop/web",
        "explain shop/web --lang fr",
        "explain shop/web -o json",
        "what-if --lose north",
        "report -o csv",
        "report -o oscal",
        "facts due",
        "waivers",
        "rules --try true",
      })
  void anAnswerIsGivenWithoutThem(String command) {
    Typed typed = cluster.bleu(command);
    assertEquals(ExitCode.LEFT_OUT, typed.code(), typed.err());
    assertFalse(typed.out().isEmpty(), typed.err());
    assertTrue(
        typed
            .err()
            .contains(
                "BleuWorkload others/torn, spec.placement.weights: weights and spread contradict each"
                    + " other; keep one of placement.weights and resilience.spread\n"),
        typed.err());
    assertTrue(
        typed.err().contains("SovereigntyPolicy misspelt, spec.rules[0].parameters.countris: "),
        typed.err());
    assertTrue(
        typed.err().contains("AvailabilityZone west, spec.provider: there is no CloudProvider"),
        typed.err());
    assertTrue(
        typed
            .err()
            .contains(
                "3 objects of this cluster are in error; what cannot be used as written is left out of"
                    + " the answer\n"),
        typed.err());
    assertFalse(typed.err().contains("SovereigntyWaiver"), "a waiver has a state for it");
  }

  @Test
  void whatIsNotInErrorIsPlacedAsBefore() {
    String plan = cluster.bleu("plan").out();
    assertTrue(plan.contains("\nshop/web "), plan);
    assertTrue(plan.contains("north=1, south=1"), plan);
    assertTrue(plan.contains("shop/ward: 1 not placed, NoZoneAllowed"), plan);
    assertFalse(plan.contains("others/torn"), plan);
  }

  @Test
  void aQuestionThatDependsOnThemFails() {
    for (String command : new String[] {"explain others/torn", "plan others/torn"}) {
      Typed torn = cluster.bleu(command);
      assertEquals(ExitCode.BAD_INPUT, torn.code(), torn.err());
      assertEquals("", torn.out());
      assertEquals(
          """
          BleuWorkload others/torn, spec.placement.weights: weights and spread contradict each other; \
          keep one of placement.weights and resilience.spread
          the answer about others/torn depends on BleuWorkload others/torn; correct what is in error, \
          then ask again
          """,
          torn.err());
    }
    // Its own policy, which is not to be read.
    Typed ward = cluster.bleu("explain shop/ward");
    assertEquals(ExitCode.BAD_INPUT, ward.code(), ward.err());
    assertEquals("", ward.out());
    assertTrue(
        ward.err()
            .endsWith(
                "the answer about shop/ward depends on SovereigntyPolicy misspelt; correct what is in"
                    + " error, then ask again\n"),
        ward.err());
  }

  @Test
  void aWaiverWhosePolicyIsGoneIsAState() {
    Typed waivers = cluster.bleu("waivers -n shop");
    assertTrue(waivers.out().contains("PolicyMissing"), waivers.out());
    assertTrue(waivers.out().contains("correct spec.policyRef, or delete"), waivers.out());
  }

  @Test
  void doctorTellsThoseOfItsNamespaceAndOfNone() {
    Typed shop = cluster.bleu("doctor -n shop");
    assertEquals(ExitCode.LEFT_OUT, shop.code(), shop.err());
    assertFalse(shop.out().isEmpty());
    assertTrue(shop.err().contains("SovereigntyPolicy misspelt, "), shop.err());
    assertFalse(shop.err().contains("others/torn"), shop.err());
  }

  /** What a person supposes is refused with its errors; those of the cluster stop nothing. */
  @Test
  void whatIsSupposedIsHeldToMore() throws IOException {
    Path file = directory.resolve("policy.yaml");
    String policy =
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: misspelt}
        spec:
          appliesTo: {dataClasses: [Health]}
          rules: [{name: r, rule: RULE, action: Enforce, parameters: {countries: [FR]}}]
        """;
    Files.writeString(file, policy.replace("RULE", "data-location"));
    Typed mended = cluster.bleu("what-if --policy " + file);
    assertEquals(ExitCode.LEFT_OUT, mended.code(), mended.err());
    assertTrue(mended.out().contains("replicas placed"), mended.out());
    Files.writeString(
        file,
        policy.replace(
            "RULE, action: Enforce, parameters: {countries: [FR]}",
            "data-location, action: Enforce, parameters: {countris: [FR]}"));
    Typed broken = cluster.bleu("what-if --policy " + file);
    assertEquals(ExitCode.BAD_INPUT, broken.code(), broken.err());
    assertTrue(broken.err().contains("1 error in what is supposed"), broken.err());
  }
}
